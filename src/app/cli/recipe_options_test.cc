#include "app/cli/recipe_options.h"

#include <gtest/gtest.h>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"

namespace attune::cli {
namespace {

TEST(ParameterOptions, BecomePairsWithTheSeedLast) {
  const auto pairs = parameters_of({.assignments = {"bptt=16", "note=a=b"}, .seed = 3});
  ASSERT_TRUE(pairs.has_value());
  EXPECT_EQ(*pairs, (recipes::StringPairs{{"bptt", "16"}, {"note", "a=b"}, {"seed", "3"}}));
}

TEST(ParameterOptions, RefuseWhatIsNoAssignment) {
  EXPECT_FALSE(parameters_of({.assignments = {"bptt"}, .seed = {}}).has_value());
  EXPECT_FALSE(parameters_of({.assignments = {"=16"}, .seed = {}}).has_value());
}

TEST(RecipeNamed, ListsTheRecipesWhenThereIsNoneOfThatName) {
  EXPECT_TRUE(recipe_named("arn:aws:personalize:::recipe/aws-hrnn").has_value());
  const auto missing = recipe_named("aws-wonder");
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().message.find("aws-sims"), std::string::npos);
}

}  // namespace
}  // namespace attune::cli
