#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/job_locations.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

inline constexpr std::size_t kAttributeMetricsMax = 10;
inline constexpr json::Rule kAttributeMetrics{.size_max = kAttributeMetricsMax};
inline constexpr json::Rule kMetricNames{.size_max = kAttributeMetricsMax, .each = &kText256};

struct MetricAttribute {
  std::string event_type;
  std::string metric_name;
  std::string expression;  // "SAMPLECOUNT()", "SUM(Items.PRICE)"

  static constexpr auto kShape =
      json::shape(json::field("eventType", &MetricAttribute::event_type, kText256),
                  json::field("metricName", &MetricAttribute::metric_name, kText256),
                  json::field("expression", &MetricAttribute::expression, kText256));
};

struct MetricAttributionOutput {
  std::optional<S3DataConfig> s3_data_destination = {};
  std::string role_arn;

  static constexpr auto kShape =
      json::shape(json::field("s3DataDestination", &MetricAttributionOutput::s3_data_destination),
                  json::field("roleArn", &MetricAttributionOutput::role_arn, kRoleArn));
};

struct MetricAttribution {
  static constexpr std::string_view kKind = "metric-attribution";

  std::string name;
  std::string metric_attribution_arn;
  std::string dataset_group_arn;
  MetricAttributionOutput metrics_output_config;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Listed by an operation of their own:
  std::vector<MetricAttribute> metrics;

  static constexpr auto kShape = json::shape(
      json::field("name", &MetricAttribution::name, kName),
      json::field("metricAttributionArn", &MetricAttribution::metric_attribution_arn, kArn),
      json::field("datasetGroupArn", &MetricAttribution::dataset_group_arn, kArn),
      json::field("metricsOutputConfig", &MetricAttribution::metrics_output_config),
      json::field("status", &MetricAttribution::status),
      json::field("failureReason", &MetricAttribution::failure_reason),
      json::field("creationDateTime", &MetricAttribution::creation_date_time),
      json::field("lastUpdatedDateTime", &MetricAttribution::last_updated_date_time));
  static constexpr auto kHidden = json::shape(json::field("metrics", &MetricAttribution::metrics));

  [[nodiscard]] const std::string& arn() const { return metric_attribution_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct MetricAttributionSummary {
  std::string name;
  std::string metric_attribution_arn;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &MetricAttributionSummary::name),
      json::field("metricAttributionArn", &MetricAttributionSummary::metric_attribution_arn),
      json::field("status", &MetricAttributionSummary::status),
      json::field("failureReason", &MetricAttributionSummary::failure_reason),
      json::field("creationDateTime", &MetricAttributionSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &MetricAttributionSummary::last_updated_date_time));
};

}  // namespace attune::resources
