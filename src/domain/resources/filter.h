#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct Filter {
  static constexpr std::string_view kKind = "filter";

  std::string name;
  std::string filter_arn;
  std::string dataset_group_arn;
  std::optional<std::string> failure_reason = {};
  std::string filter_expression;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &Filter::name, kName),
                  json::field("filterArn", &Filter::filter_arn, kArn),
                  json::field("datasetGroupArn", &Filter::dataset_group_arn, kArn),
                  json::field("failureReason", &Filter::failure_reason),
                  json::field("filterExpression", &Filter::filter_expression, kFilterExpression),
                  json::field("status", &Filter::status),
                  json::field("creationDateTime", &Filter::creation_date_time),
                  json::field("lastUpdatedDateTime", &Filter::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return filter_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct FilterSummary {
  std::string name;
  std::string filter_arn;
  std::string dataset_group_arn;
  std::optional<std::string> failure_reason = {};
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &FilterSummary::name),
                  json::field("filterArn", &FilterSummary::filter_arn),
                  json::field("datasetGroupArn", &FilterSummary::dataset_group_arn),
                  json::field("failureReason", &FilterSummary::failure_reason),
                  json::field("status", &FilterSummary::status),
                  json::field("creationDateTime", &FilterSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &FilterSummary::last_updated_date_time));
};

}  // namespace attune::resources
