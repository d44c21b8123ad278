#include <vector>

#include "learning/recipes/blend_training.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/hrnn_training.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
Recipe aws_personalized_ranking() {
  static const std::vector<HyperParameter> kParameters = blend_parameters(hrnn_parameters("149"));
  return {.name = "aws-personalized-ranking",
          .type = RecipeType::kPersonalizedRanking,
          .algorithm = "aws-personalized-ranking",
          .feature_transformation = "JSON-percentile-filtering",
          .description =
              "Ranks a given list of items for a user, by a hierarchical recurrent "
              "network with item and user metadata and by what followed the user's newest items.",
          .uses_items = true,
          .uses_users = true,
          .parameters = kParameters,
          .train = train_blend_of<hrnn_kind>,
          .load = load_blend_of<hrnn_kind>};
}

}  // namespace attune::recipes
