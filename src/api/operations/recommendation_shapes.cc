#include "api/operations/recommendation_shapes.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "service/control/lookup.h"

namespace attune::operations {
namespace {

constexpr std::size_t kMetadataColumnsMax = 10;
constexpr double kScoreUnits = 1e7;

}  // namespace

std::vector<PredictedItem> predicted(const campaigns::Answer& answer,
                                     const std::string& promotion_name) {
  std::vector<PredictedItem> items;
  items.reserve(answer.items.size());
  for (const campaigns::AnsweredItem& item : answer.items) {
    PredictedItem shown{.item_id = item.item_id};
    if (item.score) shown.score = std::round(*item.score * kScoreUnits) / kScoreUnits;
    if (item.promoted) shown.promotion_name = promotion_name;
    if (!item.reason.empty()) shown.reason.emplace(1, std::string(item.reason));
    if (!item.metadata.empty()) shown.metadata.emplace(item.metadata.begin(), item.metadata.end());
    items.push_back(std::move(shown));
  }
  return items;
}

Result<std::vector<std::string>> item_columns(const MetadataColumns& columns) {
  if (!columns || columns->empty()) return std::vector<std::string>{};
  const auto& [dataset, names] = *columns->begin();
  if (dataset != "ITEMS") return invalid_input("metadataColumns." + dataset + ": only ITEMS");
  if (names.size() > kMetadataColumnsMax) {
    return invalid_input("metadataColumns.ITEMS: " + std::to_string(names.size()) +
                         " columns, at most " + std::to_string(kMetadataColumnsMax));
  }
  return names;
}

Result<std::optional<campaigns::FilterUse>> filter_use(const control::Caller& caller,
                                                       const std::optional<std::string>& filter_arn,
                                                       const StringValues& values) {
  if (!filter_arn) return std::optional<campaigns::FilterUse>{};
  if (!control::is_own(caller, *filter_arn)) return control::no_such("filter", *filter_arn);
  return std::optional(campaigns::FilterUse{
      .filter_arn = *filter_arn, .values = values.value_or(json::StringMap<std::string>{})});
}

Result<void> check_own_campaign(const control::Caller& caller, const std::string& campaign_arn) {
  if (control::is_own(caller, campaign_arn)) return {};
  return control::no_such("campaign", campaign_arn);
}

}  // namespace attune::operations
