#include <vector>

#include "learning/recipes/blend_training.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/hrnn_training.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

// Any item old enough for its age in days to be written is below this.
constexpr double kAgeDaysMax = 1e6;

std::vector<HyperParameter> all_parameters() {
  std::vector<HyperParameter> all = blend_parameters(hrnn_parameters("149"));
  all.push_back({.name = "explorationWeight",
                 .place = ParameterPlace::kCampaign,
                 .kind = ParameterKind::kContinuous,
                 .default_value = "0.3",
                 .min = 0.0,
                 .max = 1.0,
                 .choices = {},
                 .sentence = "How much of the list explores items with few interactions."});
  all.push_back({.name = "explorationItemAgeCutOff",
                 .place = ParameterPlace::kCampaign,
                 .kind = ParameterKind::kContinuous,
                 .default_value = "30.0",
                 .min = 1.0,
                 .max = kAgeDaysMax,
                 .choices = {},
                 .sentence = "Items older than this many days are not explored."});
  return all;
}

}  // namespace

Recipe aws_user_personalization() {
  static const std::vector<HyperParameter> kParameters = all_parameters();
  return {.name = "aws-user-personalization",
          .type = RecipeType::kUserPersonalization,
          .algorithm = "aws-user-personalization",
          .feature_transformation = "JSON-percentile-filtering",
          .description =
              "Predicts the items a user will interact with, by a hierarchical recurrent "
              "network with item and user metadata and by what followed the user's newest items, "
              "and explores new items.",
          .uses_items = true,
          .uses_users = true,
          .explores = true,
          .parameters = kParameters,
          .train = train_blend_of<hrnn_kind>,
          .load = load_blend_of<hrnn_kind>};
}

}  // namespace attune::recipes
