#pragma once

#include "learning/recipes/recipe.h"

/// Every recipe: one file of this folder that defines the function, and one line here. Sorted.
#define ATTUNE_RECIPES(RECIPE)        \
  RECIPE(aws_hrnn)                    \
  RECIPE(aws_personalized_ranking)    \
  RECIPE(aws_personalized_ranking_v2) \
  RECIPE(aws_popularity_count)        \
  RECIPE(aws_sims)                    \
  RECIPE(aws_user_personalization)    \
  RECIPE(aws_user_personalization_v2)

namespace attune::recipes {

#define ATTUNE_DECLARE(name) [[nodiscard]] Recipe name();
ATTUNE_RECIPES(ATTUNE_DECLARE)
#undef ATTUNE_DECLARE

}  // namespace attune::recipes
