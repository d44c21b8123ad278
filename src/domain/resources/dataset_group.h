#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DatasetGroup {
  static constexpr std::string_view kKind = "dataset-group";

  std::string name;
  std::string dataset_group_arn;
  std::string status;
  std::optional<std::string> role_arn = {};
  std::optional<std::string> kms_key_arn = {};
  std::optional<std::string> failure_reason = {};
  std::optional<std::string> domain = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &DatasetGroup::name, kName),
                  json::field("datasetGroupArn", &DatasetGroup::dataset_group_arn, kArn),
                  json::field("status", &DatasetGroup::status),
                  json::field("roleArn", &DatasetGroup::role_arn, kRoleArn),
                  json::field("kmsKeyArn", &DatasetGroup::kms_key_arn, kKmsKeyArn),
                  json::field("failureReason", &DatasetGroup::failure_reason),
                  json::field("domain", &DatasetGroup::domain, kDomain),
                  json::field("creationDateTime", &DatasetGroup::creation_date_time),
                  json::field("lastUpdatedDateTime", &DatasetGroup::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return dataset_group_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return {}; }
};

struct DatasetGroupSummary {
  std::string name;
  std::string dataset_group_arn;
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::optional<std::string> domain = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &DatasetGroupSummary::name),
                  json::field("datasetGroupArn", &DatasetGroupSummary::dataset_group_arn),
                  json::field("status", &DatasetGroupSummary::status),
                  json::field("failureReason", &DatasetGroupSummary::failure_reason),
                  json::field("domain", &DatasetGroupSummary::domain),
                  json::field("creationDateTime", &DatasetGroupSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &DatasetGroupSummary::last_updated_date_time));
};

}  // namespace attune::resources
