#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DatasetUpdateSummary {
  std::optional<std::string> schema_arn = {};
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("schemaArn", &DatasetUpdateSummary::schema_arn, kArn),
      json::field("status", &DatasetUpdateSummary::status),
      json::field("failureReason", &DatasetUpdateSummary::failure_reason),
      json::field("creationDateTime", &DatasetUpdateSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetUpdateSummary::last_updated_date_time));
};

struct Dataset {
  static constexpr std::string_view kKind = "dataset";

  std::string name;
  std::string dataset_arn;
  std::string dataset_group_arn;
  std::string dataset_type;
  std::string schema_arn;
  std::string status;
  std::optional<DatasetUpdateSummary> latest_dataset_update = {};
  std::optional<std::string> tracking_id = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &Dataset::name, kName),
      json::field("datasetArn", &Dataset::dataset_arn, kArn),
      json::field("datasetGroupArn", &Dataset::dataset_group_arn, kArn),
      json::field("datasetType", &Dataset::dataset_type, kDatasetType),
      json::field("schemaArn", &Dataset::schema_arn, kArn), json::field("status", &Dataset::status),
      json::field("latestDatasetUpdate", &Dataset::latest_dataset_update),
      json::field("trackingId", &Dataset::tracking_id, kText256),
      json::field("creationDateTime", &Dataset::creation_date_time),
      json::field("lastUpdatedDateTime", &Dataset::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return dataset_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct DatasetSummary {
  std::string name;
  std::string dataset_arn;
  std::string dataset_type;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &DatasetSummary::name),
                  json::field("datasetArn", &DatasetSummary::dataset_arn),
                  json::field("datasetType", &DatasetSummary::dataset_type),
                  json::field("status", &DatasetSummary::status),
                  json::field("creationDateTime", &DatasetSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &DatasetSummary::last_updated_date_time));
};

}  // namespace attune::resources
