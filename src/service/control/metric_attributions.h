#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/metric_attribution.h"
#include "domain/resources/repository.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateMetricAttributionRequest {
  std::string name;
  std::string dataset_group_arn;
  std::vector<resources::MetricAttribute> metrics;
  resources::MetricAttributionOutput metrics_output_config;
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateMetricAttributionRequest::name, resources::kName),
      json::field("datasetGroupArn", &CreateMetricAttributionRequest::dataset_group_arn,
                  resources::kArn),
      json::field("metrics", &CreateMetricAttributionRequest::metrics,
                  resources::kAttributeMetrics),
      json::field("metricsOutputConfig", &CreateMetricAttributionRequest::metrics_output_config));
};

struct UpdateMetricAttributionRequest {
  std::optional<std::vector<resources::MetricAttribute>> add_metrics = {};
  std::optional<std::vector<std::string>> remove_metrics = {};
  std::optional<resources::MetricAttributionOutput> metrics_output_config = {};
  std::optional<std::string> metric_attribution_arn = {};
  static constexpr auto kShape = json::shape(
      json::field("addMetrics", &UpdateMetricAttributionRequest::add_metrics,
                  resources::kAttributeMetrics),
      json::field("removeMetrics", &UpdateMetricAttributionRequest::remove_metrics,
                  resources::kMetricNames),
      json::field("metricsOutputConfig", &UpdateMetricAttributionRequest::metrics_output_config),
      json::field("metricAttributionArn", &UpdateMetricAttributionRequest::metric_attribution_arn,
                  resources::kArn));
};

using MetricAttributionArn = ArnMessage<"metricAttributionArn">;

/// The group's only one; its Interactions must have EVENT_TYPE.
Result<MetricAttributionArn> create_metric_attribution(
    const Control& control, const Caller& caller, const CreateMetricAttributionRequest& request);
/// Removes first, then adds; the metrics that are left must be 1 to 10 with names of their own.
Result<MetricAttributionArn> update_metric_attribution(
    const Control& control, const Caller& caller, const UpdateMetricAttributionRequest& request);
Result<Empty> delete_metric_attribution(const Control& control, const Caller& caller,
                                        const MetricAttributionArn& request);
/// In the order in which they were given; without an ARN those of every attribution.
Result<ListResponse<"metrics", resources::MetricAttribute>> list_metric_attribution_metrics(
    const Control& control, const Caller& caller,
    const ListRequest<"metricAttributionArn">& request);

/// The group's attribution, if it has one, in any state.
Result<std::optional<resources::MetricAttribution>> find_metric_attribution(
    resources::Resources& rows, const Caller& caller, const std::string& dataset_group_arn);

}  // namespace attune::control
