#include "service/control/campaign_rules.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "domain/resources/solution.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"
#include "service/control/datasets.h"
#include "service/control/lookup.h"

namespace attune::control {
namespace {

using resources::SolutionVersion;

Result<SolutionVersion> newest_full_version(resources::Resources& rows, const Caller& caller,
                                            const std::string& solution_arn) {
  ATTUNE_TRY(solution, get<resources::Solution>(rows, caller, solution_arn));
  static_cast<void>(solution);
  std::optional<SolutionVersion> newest;
  ATTUNE_TRY_VOID(for_each(rows, caller, SolutionVersion::kKind, solution_arn,
                           [&](const resources::Resource& row) {
                             auto version = resources::view<SolutionVersion>(row);
                             if (version && version->status == resources::status::kActive &&
                                 version->training_mode == "FULL") {
                               newest = std::move(*version);
                             }
                             return !newest;
                           }));
  if (!newest) return invalid_input("solution " + solution_arn + " has no ACTIVE version");
  return std::move(*newest);
}

bool takes_exploration(const recipes::Recipe& recipe) {
  return recipe.explores && !recipe.name.ends_with("-v2");
}

Result<void> check_exploration(const json::StringMap<std::string>& given,
                               const recipes::Recipe& recipe) {
  if (given.empty()) return {};
  if (!takes_exploration(recipe)) {
    return invalid_input("campaignConfig.itemExplorationConfig: recipe " +
                         std::string(recipe.name) + " does not explore");
  }
  return recipe.check_parameters(recipes::ParameterPlace::kCampaign, {given.begin(), given.end()});
}

}  // namespace

Result<SolutionVersion> resolve_version(resources::Resources& rows, const Caller& caller,
                                        const std::string& arn) {
  if (arn.ends_with(resources::kLatestSuffix)) {
    return newest_full_version(rows, caller,
                               arn.substr(0, arn.size() - resources::kLatestSuffix.size()));
  }
  ATTUNE_TRY(version, get_active<SolutionVersion>(rows, caller, arn));
  return std::move(version.value);
}

Result<void> check_campaign_config(resources::Resources& rows, const Caller& caller,
                                   const resources::CampaignConfig& config,
                                   const SolutionVersion& version,
                                   const std::string& solution_version_arn) {
  const recipes::Recipe* recipe = recipes::find_recipe(version.recipe_arn);
  if (recipe == nullptr) return internal_error("recipe " + version.recipe_arn + " is unknown");
  if (config.item_exploration_config) {
    ATTUNE_TRY_VOID(check_exploration(*config.item_exploration_config, *recipe));
  }
  if (config.ranking_influence && !config.ranking_influence->empty() &&
      recipe->name != "aws-semantic-similarity") {
    return invalid_input("campaignConfig.rankingInfluence: recipe " + std::string(recipe->name) +
                         " has none");
  }
  if (config.sync_with_latest_solution_version.value_or(false) &&
      !solution_version_arn.ends_with(resources::kLatestSuffix)) {
    return invalid_input(
        "campaignConfig.syncWithLatestSolutionVersion: needs a solutionVersionArn that ends in "
        "/$LATEST");
  }
  if (config.enable_metadata_with_recommendations.value_or(false)) {
    ATTUNE_TRY(items,
               find_dataset(rows, caller, version.dataset_group_arn, data::DatasetType::kItems));
    if (!items) {
      return invalid_input(
          "campaignConfig.enableMetadataWithRecommendations: the dataset group has no Items "
          "dataset");
    }
  }
  return {};
}

}  // namespace attune::control
