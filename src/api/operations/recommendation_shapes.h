#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"
#include "service/campaigns/campaigns.h"
#include "service/control/control.h"

namespace attune::operations {

inline constexpr json::Rule kResultCount{.value_min = 0};
inline constexpr json::Rule kMetadataColumnList{.size_max = 99, .each = &resources::kText150};
inline constexpr json::Rule kMetadataColumns{
    .size_max = 1, .each = &kMetadataColumnList, .key = &resources::kText256};
using MetadataColumns = std::optional<json::StringMap<std::vector<std::string>>>;
using StringValues = std::optional<json::StringMap<std::string>>;

struct PredictedItem {
  std::string item_id;
  std::optional<double> score = {};
  std::optional<std::string> promotion_name = {};
  std::optional<json::StringMap<std::string>> metadata = {};
  std::optional<std::vector<std::string>> reason = {};

  static constexpr auto kShape = json::shape(
      json::field("itemId", &PredictedItem::item_id), json::field("score", &PredictedItem::score),
      json::field("promotionName", &PredictedItem::promotion_name),
      json::field("metadata", &PredictedItem::metadata),
      json::field("reason", &PredictedItem::reason));
};

/// Scores with seven decimals, as the service shows them; `promotion_name` of promoted items.
[[nodiscard]] std::vector<PredictedItem> predicted(const campaigns::Answer& answer,
                                                   const std::string& promotion_name = {});

/// The columns of ITEMS. kInvalidInput for another dataset or more than ten columns.
[[nodiscard]] Result<std::vector<std::string>> item_columns(const MetadataColumns& columns);

/// The filter of a request; both ARNs must be the caller's own.
[[nodiscard]] Result<std::optional<campaigns::FilterUse>> filter_use(
    const control::Caller& caller, const std::optional<std::string>& filter_arn,
    const StringValues& values);
/// kNotFound unless the campaign is of the caller's account and region.
[[nodiscard]] Result<void> check_own_campaign(const control::Caller& caller,
                                              const std::string& campaign_arn);

inline constexpr std::size_t kResultsMax = 500;
inline constexpr std::size_t kResultsWithMetadataMax = 50;

}  // namespace attune::operations
