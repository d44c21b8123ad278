#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/job_locations.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DatasetExportJob {
  static constexpr std::string_view kKind = "dataset-export-job";

  std::string job_name;
  std::string dataset_export_job_arn;
  std::string dataset_arn;
  std::string ingestion_mode;
  std::string role_arn;
  std::string status;
  JobOutput job_output;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("jobName", &DatasetExportJob::job_name, kName),
      json::field("datasetExportJobArn", &DatasetExportJob::dataset_export_job_arn, kArn),
      json::field("datasetArn", &DatasetExportJob::dataset_arn, kArn),
      json::field("ingestionMode", &DatasetExportJob::ingestion_mode, kIngestionMode),
      json::field("roleArn", &DatasetExportJob::role_arn, kRoleArn),
      json::field("status", &DatasetExportJob::status),
      json::field("jobOutput", &DatasetExportJob::job_output),
      json::field("failureReason", &DatasetExportJob::failure_reason),
      json::field("creationDateTime", &DatasetExportJob::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetExportJob::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return dataset_export_job_arn; }
  [[nodiscard]] const std::string& resource_name() const { return job_name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_arn; }
};

struct DatasetExportJobSummary {
  std::string dataset_export_job_arn;
  std::string job_name;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("datasetExportJobArn", &DatasetExportJobSummary::dataset_export_job_arn),
      json::field("jobName", &DatasetExportJobSummary::job_name),
      json::field("status", &DatasetExportJobSummary::status),
      json::field("failureReason", &DatasetExportJobSummary::failure_reason),
      json::field("creationDateTime", &DatasetExportJobSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetExportJobSummary::last_updated_date_time));
};

}  // namespace attune::resources
