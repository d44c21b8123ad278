#include "api/operations/catalogue.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "api/operations/groups.h"

namespace attune::operations {
namespace {

using wire::Service;

constexpr std::array kPlanned{
    PlannedOperation{.name = "CreateBatchInferenceJob"},
    PlannedOperation{.name = "CreateBatchSegmentJob"},
    PlannedOperation{.name = "CreateDataDeletionJob"},
    PlannedOperation{.name = "CreateDatasetExportJob"},
    PlannedOperation{.name = "CreateMetricAttribution"},
    PlannedOperation{.name = "CreateRecommender"},
    PlannedOperation{.name = "DeleteMetricAttribution"},
    PlannedOperation{.name = "DeleteRecommender"},
    PlannedOperation{.name = "DescribeBatchInferenceJob"},
    PlannedOperation{.name = "DescribeBatchSegmentJob"},
    PlannedOperation{.name = "DescribeDataDeletionJob"},
    PlannedOperation{.name = "DescribeDatasetExportJob"},
    PlannedOperation{.name = "DescribeMetricAttribution"},
    PlannedOperation{.name = "DescribeRecommender"},
    PlannedOperation{.name = "GetActionRecommendations",
                     .service = Service::kRuntime,
                     .path = "/action-recommendations"},
    PlannedOperation{.name = "ListBatchInferenceJobs"},
    PlannedOperation{.name = "ListBatchSegmentJobs"},
    PlannedOperation{.name = "ListDataDeletionJobs"},
    PlannedOperation{.name = "ListDatasetExportJobs"},
    PlannedOperation{.name = "ListMetricAttributionMetrics"},
    PlannedOperation{.name = "ListMetricAttributions"},
    PlannedOperation{.name = "ListRecommenders"},
    PlannedOperation{.name = "PutActionInteractions",
                     .service = Service::kEvents,
                     .path = "/action-interactions"},
    PlannedOperation{.name = "PutActions", .service = Service::kEvents, .path = "/actions"},
    PlannedOperation{.name = "StartRecommender"},
    PlannedOperation{.name = "StopRecommender"},
    PlannedOperation{.name = "UpdateDataset"},
    PlannedOperation{.name = "UpdateMetricAttribution"},
    PlannedOperation{.name = "UpdateRecommender"},
    PlannedOperation{.name = "UpdateSolution"},
};

std::vector<Operation> all_sorted() {
  std::vector<Operation> all;
  for (const auto group :
       {data_operations(), training_operations(), serving_operations(), runtime_operations()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  std::ranges::sort(all, {}, &Operation::name);
  return all;
}

}  // namespace

std::span<const Operation> catalogue() {
  static const std::vector<Operation> kAll = all_sorted();
  return kAll;
}

const Operation* find_operation(std::string_view name) {
  const auto all = catalogue();
  const auto found = std::ranges::lower_bound(all, name, {}, &Operation::name);
  return found == all.end() || found->name != name ? nullptr : &*found;
}

const Operation* find_operation_by_path(std::string_view path) {
  if (path.empty()) return nullptr;
  const auto all = catalogue();
  const auto found = std::ranges::find(all, path, &Operation::path);
  return found == all.end() ? nullptr : &*found;
}

std::span<const PlannedOperation> planned_operations() {
  return kPlanned;
}

}  // namespace attune::operations
