#include "service/campaigns/request_rules.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "service/campaigns/request_context.h"

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

// A history that is given stands for the user.
bool has_user(const Query& query) {
  return query.user_id || query.history;
}

/// A filter of the query and the member that names it.
struct NamedFilter {
  const GroupFilter* filter;
  std::string_view member;
  std::string_view arn;
};

Result<void> check_filter(const Query& query, const Deployed& campaign, const NamedFilter& named) {
  const std::string member(named.member);
  const filter::Traits& traits = named.filter->traits;
  if (named.filter->dataset_group_arn != campaign.deployment.dataset_group_arn) {
    return invalid_input(member + ": " + std::string(named.arn) +
                         " is of another dataset group than the campaign");
  }
  if (traits.entity != filter::Entity::kItem) {
    return invalid_input(member + ": " + std::string(named.arn) + " is not about ItemID");
  }
  if (traits.uses_user && !has_user(query)) {
    return invalid_input("userId: the filter of " + member +
                         " depends on the user and none is given");
  }
  if (traits.uses_current_item) {
    if (campaign.recipe().type != RecipeType::kRelatedItems) {
      return invalid_input(member + ": CurrentItem needs a recipe that takes an itemId, not " +
                           std::string(campaign.recipe().name));
    }
    if (!query.item_id) {
      return invalid_input("itemId: the filter of " + member + " uses CurrentItem");
    }
  }
  return {};
}

Result<void> check_filters(const Query& query, const Deployed& campaign,
                           const QueryFilters& filters) {
  if (filters.request != nullptr) {
    ATTUNE_TRY_VOID(
        check_filter(query, campaign, {filters.request, "filterArn", query.filter->filter_arn}));
  }
  if (filters.promotion == nullptr) return {};
  return check_filter(
      query, campaign,
      {filters.promotion, "promotions[0].filterArn", query.promotion->filter.filter_arn});
}

// The older network recipes and the semantic one promote nothing (reference 5.2).
bool takes_promotions(const recipes::Recipe& recipe) {
  return !recipe.name.starts_with("aws-hrnn") && recipe.name != "aws-semantic-similarity";
}

Result<void> check_promotion(const Query& query, const Deployed& campaign) {
  if (!query.promotion) return {};
  if (!takes_promotions(campaign.recipe())) {
    return invalid_input("promotions: " + std::string(campaign.recipe().name) +
                         " does not promote items");
  }
  constexpr std::int64_t kPercentMax = 100;
  const std::int64_t percent = query.promotion->percent;
  if (percent >= 1 && percent <= kPercentMax) return {};
  return invalid_input("promotions[0].percentPromotedItems: " + std::to_string(percent) +
                       ", allowed are 1 to 100");
}

// Keys that the model's data has no column for are ignored (reference 7.1).
Result<void> check_context(const Query& query, const Deployed& campaign) {
  if (query.context.empty()) return {};
  if (campaign.recipe().type == RecipeType::kRelatedItems) {
    return invalid_input("context: " + std::string(campaign.recipe().name) + " takes none");
  }
  const auto& columns = campaign.deployment.solution->interactions->context;
  for (const auto& [key, value] : query.context) {
    const data::ContextColumn* column = find_context_column(columns, key);
    if (column != nullptr && column->numeric && !context_number(value)) {
      return invalid_input("context." + key + ": " + value + " is no number, as column " +
                           column->name + " is");
    }
  }
  return {};
}

Result<void> check_history(const Query& query) {
  if (!query.history || query.history->size() <= kGivenEventsMax) return {};
  return invalid_input("history: " + std::to_string(query.history->size()) + " events, at most " +
                       std::to_string(kGivenEventsMax));
}

std::unexpected<Error> missing(std::string_view member, const Deployed& campaign) {
  return invalid_input(std::string(member) + ": required by " +
                       std::string(campaign.recipe().name));
}

}  // namespace

Result<std::size_t> check_recommendation(const Query& query, const Deployed& campaign,
                                         const QueryFilters& filters) {
  switch (campaign.recipe().type) {
    case RecipeType::kPersonalizedRanking:
      return invalid_input("campaignArn: " + std::string(campaign.recipe().name) +
                           " answers GetPersonalizedRanking only");
    case RecipeType::kUserPersonalization:
      if (!has_user(query)) return missing("userId", campaign);
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
  ATTUNE_TRY_VOID(check_context(query, campaign));
  ATTUNE_TRY_VOID(check_history(query));
  ATTUNE_TRY_VOID(check_promotion(query, campaign));
  ATTUNE_TRY_VOID(check_filters(query, campaign, filters));
  return static_cast<std::size_t>(asked == 0 ? kResultsDefault : asked);
}

Result<void> check_ranking(const Query& query, const Deployed& campaign,
                           const QueryFilters& filters) {
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
  ATTUNE_TRY_VOID(check_context(query, campaign));
  return check_filters(query, campaign, filters);
}

}  // namespace attune::campaigns
