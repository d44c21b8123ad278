#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/dataset_import_job.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DataDeletionJob {
  static constexpr std::string_view kKind = "data-deletion-job";

  std::string job_name;
  std::string data_deletion_job_arn;
  std::string dataset_group_arn;
  DataSource data_source;
  std::string role_arn;
  std::string status;
  std::optional<std::int64_t> num_deleted = {};  // rows, once COMPLETED
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("jobName", &DataDeletionJob::job_name, kName),
                  json::field("dataDeletionJobArn", &DataDeletionJob::data_deletion_job_arn, kArn),
                  json::field("datasetGroupArn", &DataDeletionJob::dataset_group_arn, kArn),
                  json::field("dataSource", &DataDeletionJob::data_source),
                  json::field("roleArn", &DataDeletionJob::role_arn, kRoleArn),
                  json::field("status", &DataDeletionJob::status),
                  json::field("numDeleted", &DataDeletionJob::num_deleted),
                  json::field("failureReason", &DataDeletionJob::failure_reason),
                  json::field("creationDateTime", &DataDeletionJob::creation_date_time),
                  json::field("lastUpdatedDateTime", &DataDeletionJob::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return data_deletion_job_arn; }
  [[nodiscard]] const std::string& resource_name() const { return job_name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct DataDeletionJobSummary {
  std::string data_deletion_job_arn;
  std::string dataset_group_arn;
  std::string job_name;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("dataDeletionJobArn", &DataDeletionJobSummary::data_deletion_job_arn),
      json::field("datasetGroupArn", &DataDeletionJobSummary::dataset_group_arn),
      json::field("jobName", &DataDeletionJobSummary::job_name),
      json::field("status", &DataDeletionJobSummary::status),
      json::field("failureReason", &DataDeletionJobSummary::failure_reason),
      json::field("creationDateTime", &DataDeletionJobSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &DataDeletionJobSummary::last_updated_date_time));
};

}  // namespace attune::resources
