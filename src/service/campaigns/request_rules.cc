#include "service/campaigns/request_rules.h"

#include <string>
#include <string_view>

namespace attune::campaigns {
namespace {

using recipes::RecipeType;

// The newer recipes return metadata without the campaign's switch (reference 5.2).
bool metadata_needs_switch(const recipes::Recipe& recipe) {
  return !recipe.name.ends_with("-v2") && recipe.name != "aws-semantic-similarity";
}

Result<void> check_metadata(const Query& query, const Deployed& campaign) {
  if (query.metadata_columns.empty()) return {};
  if (!campaign.deployment.metadata_enabled && metadata_needs_switch(campaign.recipe())) {
    return invalid_input(
        "metadataColumns: the campaign's enableMetadataWithRecommendations is not set");
  }
  if (query.metadata_columns.size() > kMetadataColumnsMax) {
    return invalid_input("metadataColumns: " + std::to_string(query.metadata_columns.size()) +
                         " columns, at most " + std::to_string(kMetadataColumnsMax));
  }
  const auto items = campaign.group->metadata().items;
  for (const std::string& column : query.metadata_columns) {
    if (!items || items->find(column) == nullptr) {
      return invalid_input("metadataColumns: ITEMS has no column " + column);
    }
  }
  return {};
}

Result<void> check_filter(const Query& query, const Deployed& campaign, const GroupFilter* filter) {
  if (filter == nullptr) return {};
  if (filter->dataset_group_arn != campaign.deployment.dataset_group_arn) {
    return invalid_input("filterArn: " + query.filter->filter_arn +
                         " is of another dataset group than the campaign");
  }
  if (filter->traits.entity != filter::Entity::kItem) {
    return invalid_input("filterArn: " + query.filter->filter_arn + " is not about ItemID");
  }
  if (filter->traits.uses_user && !query.user_id) {
    return invalid_input("userId: the filter depends on the user and none is given");
  }
  if (filter->traits.uses_current_item) {
    if (campaign.recipe().type != RecipeType::kRelatedItems) {
      return invalid_input("filterArn: CurrentItem needs a recipe that takes an itemId, not " +
                           std::string(campaign.recipe().name));
    }
    if (!query.item_id) return invalid_input("itemId: the filter uses CurrentItem");
  }
  return {};
}

std::unexpected<Error> missing(std::string_view member, const Deployed& campaign) {
  return invalid_input(std::string(member) + ": required by " +
                       std::string(campaign.recipe().name));
}

}  // namespace

Result<std::size_t> check_recommendation(const Query& query, const Deployed& campaign,
                                         const GroupFilter* filter) {
  switch (campaign.recipe().type) {
    case RecipeType::kPersonalizedRanking:
      return invalid_input("campaignArn: " + std::string(campaign.recipe().name) +
                           " answers GetPersonalizedRanking only");
    case RecipeType::kUserPersonalization:
      if (!query.user_id) return missing("userId", campaign);
      break;
    case RecipeType::kRelatedItems:
      if (!query.item_id) return missing("itemId", campaign);
      break;
    case RecipeType::kPopularItems:
      break;
  }
  const std::int64_t max = query.metadata_columns.empty() ? kResultsMax : kResultsWithMetadataMax;
  const std::int64_t asked = query.num_results.value_or(0);
  if (asked < 0 || asked > max) {
    return invalid_input("numResults: " + std::to_string(asked) + ", allowed are 0 to " +
                         std::to_string(max) + (max == kResultsMax ? "" : " with metadata"));
  }
  ATTUNE_TRY_VOID(check_metadata(query, campaign));
  ATTUNE_TRY_VOID(check_filter(query, campaign, filter));
  return static_cast<std::size_t>(asked == 0 ? kResultsDefault : asked);
}

Result<void> check_ranking(const Query& query, const Deployed& campaign,
                           const GroupFilter* filter) {
  if (campaign.recipe().type != RecipeType::kPersonalizedRanking) {
    return invalid_input("campaignArn: " + std::string(campaign.recipe().name) +
                         " does not answer GetPersonalizedRanking");
  }
  if (!query.user_id) return missing("userId", campaign);
  const auto max = static_cast<std::size_t>(
      query.metadata_columns.empty() ? kResultsMax : kResultsWithMetadataMax);
  if (query.input_list.empty() || query.input_list.size() > max) {
    return invalid_input("inputList: " + std::to_string(query.input_list.size()) +
                         " items, allowed are 1 to " + std::to_string(max));
  }
  ATTUNE_TRY_VOID(check_metadata(query, campaign));
  return check_filter(query, campaign, filter);
}

}  // namespace attune::campaigns
