#include <vector>

#include "learning/recipes/blend_training.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/transformer_training.h"

namespace attune::recipes {
Recipe aws_personalized_ranking_v2() {
  static const std::vector<HyperParameter> kParameters = blend_parameters(transformer_parameters());
  return {
      .name = "aws-personalized-ranking-v2",
      .type = RecipeType::kPersonalizedRanking,
      .algorithm = "aws-personalized-ranking-v2",
      .feature_transformation = "JSON-percentile-filtering",
      .description =
          "Ranks a given list of items for a user, by a transformer over the user's interactions "
          "with item and user metadata and by what followed the user's newest items.",
      .uses_items = true,
      .uses_users = true,
      .parameters = kParameters,
      .train = train_blend_of<transformer_kind>,
      .load = load_blend_of<transformer_kind>};
}

}  // namespace attune::recipes
