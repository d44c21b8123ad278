#include "service/control/metric_attributions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/schema.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/datasets.h"
#include "service/control/describe.h"
#include "service/control/lookup.h"
#include "service/control/metric_expression.h"
#include "service/control/page_token.h"

namespace attune::control {
namespace {

using data::DatasetType;
using resources::MetricAttribute;
using resources::MetricAttribution;

constexpr std::int64_t kPageSizeDefault = 100;

Result<void> check_column(resources::Resources& rows, const Caller& caller,
                          const std::string& group, const MetricExpression& expression) {
  const DatasetType type = expression.of_items ? DatasetType::kItems : DatasetType::kInteractions;
  ATTUNE_TRY(schema, find_schema(rows, caller, group, type));
  const std::string where = std::string(data::upper_name_of(type)) + '.' + expression.column;
  if (!schema) return invalid_input(where + ": the dataset group has no such dataset");
  const data::Column* column = schema->find(expression.column);
  if (column == nullptr) return invalid_input(where + ": no such column");
  if (column->type == data::ColumnType::kString || column->type == data::ColumnType::kBoolean) {
    return invalid_input(where + ": the column is not numeric");
  }
  return {};
}

Result<void> check_metrics(resources::Resources& rows, const Caller& caller,
                           const std::string& group, const std::vector<MetricAttribute>& metrics) {
  if (metrics.empty() || metrics.size() > resources::kAttributeMetricsMax) {
    return invalid_input("metrics: " + std::to_string(metrics.size()) + ", allowed are 1 to " +
                         std::to_string(resources::kAttributeMetricsMax));
  }
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const std::string path = "metrics[" + std::to_string(i) + "].expression: ";
    const auto expression = parse_metric_expression(metrics[i].expression);
    if (!expression) return invalid_input(path + expression.error().message);
    if (expression->function == MetricExpression::Function::kSampleCount) continue;
    const auto fits = check_column(rows, caller, group, *expression);
    if (!fits) return failure(fits.error().code, path + fits.error().message);
  }
  return {};
}

const std::string* repeated_name(const std::vector<MetricAttribute>& metrics) {
  std::set<std::string_view> names;
  for (const MetricAttribute& metric : metrics) {
    if (!names.insert(metric.metric_name).second) return &metric.metric_name;
  }
  return nullptr;
}

Result<void> check_group(resources::Resources& rows, const Caller& caller,
                         const std::string& group) {
  ATTUNE_TRY(active, get_active<resources::DatasetGroup>(rows, caller, group));
  static_cast<void>(active);
  ATTUNE_TRY(interactions, find_schema(rows, caller, group, DatasetType::kInteractions));
  if (interactions && interactions->find("EVENT_TYPE") != nullptr) return {};
  return invalid_input("datasetGroupArn: the group needs an Interactions dataset with EVENT_TYPE");
}

MetricAttribution new_attribution(const Control& control, const Caller& caller,
                                  const CreateMetricAttributionRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {
      .name = request.name,
      .metric_attribution_arn = resources::arn_of(caller, MetricAttribution::kKind, request.name),
      .dataset_group_arn = request.dataset_group_arn,
      .metrics_output_config = request.metrics_output_config,
      .status = std::string(resources::status::kCreatePending),
      .creation_date_time = now,
      .last_updated_date_time = now,
      .metrics = request.metrics};
}

Result<void> add(resources::Resources& rows, const Caller& caller,
                 const MetricAttribution& attribution) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, attribution.metric_attribution_arn));
  if (existing) return name_taken(MetricAttribution::kKind, attribution.name);
  ATTUNE_TRY(other, find_metric_attribution(rows, caller, attribution.dataset_group_arn));
  if (other) {
    return failure(ErrorCode::kAlreadyExists,
                   "the dataset group has the metric attribution " + other->name);
  }
  return resources::insert(rows, caller.account_id, attribution);
}

Result<void> change(std::vector<MetricAttribute>& metrics,
                    const UpdateMetricAttributionRequest& request) {
  for (const std::string& name : request.remove_metrics.value_or(std::vector<std::string>{})) {
    const auto removed =
        std::erase_if(metrics, [&](const auto& metric) { return metric.metric_name == name; });
    if (removed == 0) return invalid_input("removeMetrics: no metric is called " + name);
  }
  if (!request.add_metrics) return {};
  metrics.insert(metrics.end(), request.add_metrics->begin(), request.add_metrics->end());
  if (const std::string* name = repeated_name(metrics)) {
    return failure(ErrorCode::kAlreadyExists, "addMetrics: another metric is called " + *name);
  }
  return {};
}

Result<std::vector<MetricAttribute>> metrics_of(const Control& control, const Caller& caller,
                                                const std::optional<std::string>& arn) {
  std::vector<MetricAttribute> all;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    all.clear();
    return for_each(
        rows, caller, MetricAttribution::kKind, std::nullopt, [&](const resources::Resource& row) {
          if (arn && row.arn != *arn) return true;
          const auto attribution = resources::view<MetricAttribution>(row);
          if (!attribution) return true;
          all.insert(all.end(), attribution->metrics.begin(), attribution->metrics.end());
          return true;
        });
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return all;
}

}  // namespace

Result<std::optional<MetricAttribution>> find_metric_attribution(
    resources::Resources& rows, const Caller& caller, const std::string& dataset_group_arn) {
  std::optional<MetricAttribution> found;
  ATTUNE_TRY_VOID(for_each(rows, caller, MetricAttribution::kKind, dataset_group_arn,
                           [&](const resources::Resource& row) {
                             auto attribution = resources::view<MetricAttribution>(row);
                             if (attribution) found = std::move(*attribution);
                             return !found;
                           }));
  return found;
}

Result<MetricAttributionArn> create_metric_attribution(
    const Control& control, const Caller& caller, const CreateMetricAttributionRequest& request) {
  if (const std::string* name = repeated_name(request.metrics)) {
    return invalid_input("metrics: the name " + *name + " comes twice");
  }
  const MetricAttribution attribution = new_attribution(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY_VOID(check_group(rows, caller, request.dataset_group_arn));
    ATTUNE_TRY_VOID(check_metrics(rows, caller, request.dataset_group_arn, request.metrics));
    ATTUNE_TRY_VOID(add(rows, caller, attribution));
    return ask_for(
        transaction, control, caller,
        {.kind = resources::job_kind::kCreate, .subject_arn = attribution.metric_attribution_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return MetricAttributionArn{attribution.metric_attribution_arn};
}

Result<MetricAttributionArn> update_metric_attribution(
    const Control& control, const Caller& caller, const UpdateMetricAttributionRequest& request) {
  if (!request.metric_attribution_arn) {
    return invalid_input("metricAttributionArn: required, but missing");
  }
  const std::string& arn = *request.metric_attribution_arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(attribution, get<MetricAttribution>(rows, caller, arn));
    ATTUNE_TRY_VOID(check_active(MetricAttribution::kKind, arn, attribution.row.status));
    MetricAttribution& value = attribution.value;
    ATTUNE_TRY_VOID(change(value.metrics, request));
    ATTUNE_TRY_VOID(check_metrics(rows, caller, value.dataset_group_arn, value.metrics));
    if (request.metrics_output_config) value.metrics_output_config = *request.metrics_output_config;
    value.status = resources::status::kUpdatePending;
    value.last_updated_date_time = {control.clock.now_ms()};
    ATTUNE_TRY_VOID(resources::save(rows, attribution));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return MetricAttributionArn{arn};
}

Result<Empty> delete_metric_attribution(const Control& control, const Caller& caller,
                                        const MetricAttributionArn& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(attribution, get<MetricAttribution>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(attribution.row));
    return ask_for_deletion(transaction, control, caller, attribution.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

Result<ListResponse<"metrics", MetricAttribute>> list_metric_attribution_metrics(
    const Control& control, const Caller& caller,
    const ListRequest<"metricAttributionArn">& request) {
  const std::string filter = request.parent_arn.value_or("");
  const ListIdentity identity{.caller = caller, .list = "metric", .filter = filter};
  ATTUNE_TRY(start, read_page_token(identity, request.next_token));
  ATTUNE_TRY(all, metrics_of(control, caller, request.parent_arn));
  const std::size_t from = std::min(static_cast<std::size_t>(start), all.size());
  const auto size = static_cast<std::size_t>(request.max_results.value_or(kPageSizeDefault));
  const std::size_t to = std::min(from + size, all.size());
  ListResponse<"metrics", MetricAttribute> response{};
  for (std::size_t i = from; i < to; ++i) response.items.push_back(std::move(all[i]));
  if (to < all.size()) {
    response.next_token = make_page_token(identity, static_cast<std::int64_t>(to));
  }
  return response;
}

}  // namespace attune::control
