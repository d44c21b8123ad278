#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DataSource {
  std::string data_location;

  static constexpr auto kShape =
      json::shape(json::field("dataLocation", &DataSource::data_location, kDataLocation));
};

struct DatasetImportJob {
  static constexpr std::string_view kKind = "dataset-import-job";

  std::string job_name;
  std::string dataset_import_job_arn;
  std::string dataset_arn;
  DataSource data_source;
  std::optional<std::string> role_arn = {};
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::string import_mode;
  bool publish_attribution_metrics_to_s3 = false;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Stored only, never described:
  std::optional<std::string> segment_key = {};
  std::optional<std::int64_t> rows_read = {};
  std::optional<std::int64_t> rows_kept = {};
  std::optional<std::int64_t> rows_bad = {};

  static constexpr auto kShape = json::shape(
      json::field("jobName", &DatasetImportJob::job_name, kName),
      json::field("datasetImportJobArn", &DatasetImportJob::dataset_import_job_arn, kArn),
      json::field("datasetArn", &DatasetImportJob::dataset_arn, kArn),
      json::field("dataSource", &DatasetImportJob::data_source),
      json::field("roleArn", &DatasetImportJob::role_arn, kRoleArn),
      json::field("status", &DatasetImportJob::status),
      json::field("failureReason", &DatasetImportJob::failure_reason),
      json::field("importMode", &DatasetImportJob::import_mode, kImportMode),
      json::field("publishAttributionMetricsToS3",
                  &DatasetImportJob::publish_attribution_metrics_to_s3),
      json::field("creationDateTime", &DatasetImportJob::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetImportJob::last_updated_date_time));
  static constexpr auto kHidden =
      json::shape(json::field("segmentKey", &DatasetImportJob::segment_key),
                  json::field("rowsRead", &DatasetImportJob::rows_read),
                  json::field("rowsKept", &DatasetImportJob::rows_kept),
                  json::field("rowsBad", &DatasetImportJob::rows_bad));

  [[nodiscard]] const std::string& arn() const { return dataset_import_job_arn; }
  [[nodiscard]] const std::string& resource_name() const { return job_name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_arn; }
};

struct DatasetImportJobSummary {
  std::string dataset_import_job_arn;
  std::string job_name;
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::string import_mode;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("datasetImportJobArn", &DatasetImportJobSummary::dataset_import_job_arn),
      json::field("jobName", &DatasetImportJobSummary::job_name),
      json::field("status", &DatasetImportJobSummary::status),
      json::field("failureReason", &DatasetImportJobSummary::failure_reason),
      json::field("importMode", &DatasetImportJobSummary::import_mode),
      json::field("creationDateTime", &DatasetImportJobSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetImportJobSummary::last_updated_date_time));
};

}  // namespace attune::resources
