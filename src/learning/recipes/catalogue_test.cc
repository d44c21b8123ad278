// What holds for every recipe's description and parameters, and the tables of the reference.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "learning/recipes/hyper_parameters.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

class EveryRecipesParameters : public testing::TestWithParam<Recipe> {};

TEST_P(EveryRecipesParameters, HaveDefaultsThatPassTheirOwnChecks) {
  for (const HyperParameter& parameter : GetParam().parameters) {
    EXPECT_TRUE(checked_value(parameter, parameter.default_value).has_value()) << parameter.name;
    EXPECT_FALSE(parameter.sentence.empty()) << parameter.name;
  }
}

TEST_P(EveryRecipesParameters, HaveDistinctNames) {
  std::set<std::string_view> names;
  for (const HyperParameter& parameter : GetParam().parameters) {
    EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
  }
}

TEST_P(EveryRecipesParameters, ResolveToAValueEach) {
  const auto resolved = GetParam().resolve({});
  ASSERT_TRUE(resolved.has_value());
  EXPECT_EQ(resolved->all().size(), GetParam().parameters.size());
}

TEST_P(EveryRecipesParameters, RefuseAnUnknownName) {
  const auto resolved = GetParam().resolve({{"depth_of_thought", "3"}});
  ASSERT_FALSE(resolved.has_value());
  EXPECT_EQ(resolved.error().code, ErrorCode::kInvalidInput);
}

TEST_P(EveryRecipesParameters, BelongInOnePlace) {
  for (const HyperParameter& parameter : GetParam().parameters) {
    const StringPairs given{{std::string(parameter.name), std::string(parameter.default_value)}};
    EXPECT_TRUE(GetParam().check_parameters(parameter.place, given).has_value()) << parameter.name;
    const auto other = parameter.place == ParameterPlace::kAlgorithm
                           ? ParameterPlace::kFeatureTransformation
                           : ParameterPlace::kAlgorithm;
    EXPECT_FALSE(GetParam().check_parameters(other, given).has_value()) << parameter.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryRecipesParameters,
                         testing::ValuesIn(catalogue().begin(), catalogue().end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Recipes, AreSortedByName) {
  EXPECT_TRUE(std::ranges::is_sorted(catalogue(), {}, &Recipe::name));
}

TEST(Recipes, AreFoundByNameAndArn) {
  ASSERT_NE(find_recipe("aws-sims"), nullptr);
  EXPECT_EQ(find_recipe("arn:aws:personalize:::recipe/aws-sims"), find_recipe("aws-sims"));
  EXPECT_EQ(find_recipe("aws-nothing"), nullptr);
  EXPECT_EQ(find_recipe(""), nullptr);
}

TEST(Recipes, ServeWithdrawnOnesUnderTheirSuccessor) {
  ASSERT_NE(find_recipe("arn:aws:personalize:::recipe/aws-hrnn-metadata"), nullptr);
  EXPECT_EQ(find_recipe("aws-hrnn-metadata")->name, "aws-user-personalization");
  EXPECT_EQ(find_recipe("aws-hrnn-coldstart")->name, "aws-user-personalization");
}

// Reference 5.5.
struct Documented {
  const char* recipe;
  const char* parameter;
  ParameterPlace place;
  const char* default_value;
  double min;
  double max;
  bool tunable;
};

class DocumentedParameter : public testing::TestWithParam<Documented> {};

TEST_P(DocumentedParameter, IsAsTheReferenceSays) {
  const Documented& expected = GetParam();
  const Recipe* recipe = find_recipe(expected.recipe);
  ASSERT_NE(recipe, nullptr);
  const auto found = std::ranges::find(recipe->parameters, std::string_view(expected.parameter),
                                       &HyperParameter::name);
  ASSERT_NE(found, recipe->parameters.end()) << expected.parameter;
  EXPECT_EQ(found->place, expected.place);
  EXPECT_EQ(found->default_value, expected.default_value);
  EXPECT_EQ(found->min, expected.min);
  EXPECT_EQ(found->max, expected.max);
  EXPECT_EQ(found->tunable, expected.tunable);
  EXPECT_FALSE(found->attune_only);
}

constexpr auto kAlgorithm = ParameterPlace::kAlgorithm;
constexpr auto kFeatures = ParameterPlace::kFeatureTransformation;
constexpr auto kCampaign = ParameterPlace::kCampaign;
constexpr const char* kUp = "aws-user-personalization";
constexpr const char* kRanking = "aws-personalized-ranking";

INSTANTIATE_TEST_SUITE_P(
    Reference, DocumentedParameter,
    testing::Values(
        Documented{"aws-hrnn", "hidden_dimension", kAlgorithm, "43", 32, 256, true},
        Documented{"aws-hrnn", "bptt", kAlgorithm, "32", 2, 32, true},
        Documented{"aws-hrnn", "recency_mask", kAlgorithm, "true", 0, 0, true},
        Documented{"aws-hrnn", "min_user_history_length_percentile", kFeatures, "0.0", 0, 1, false},
        Documented{"aws-hrnn", "max_user_history_length_percentile", kFeatures, "0.99", 0, 1,
                   false},
        Documented{kUp, "hidden_dimension", kAlgorithm, "149", 32, 256, true},
        Documented{kUp, "bptt", kAlgorithm, "32", 2, 32, true},
        Documented{kUp, "recency_mask", kAlgorithm, "true", 0, 0, true},
        Documented{kUp, "min_user_history_length_percentile", kFeatures, "0.0", 0, 1, false},
        Documented{kUp, "max_user_history_length_percentile", kFeatures, "0.99", 0, 1, false},
        Documented{kUp, "explorationWeight", kCampaign, "0.3", 0, 1, false},
        Documented{kUp, "explorationItemAgeCutOff", kCampaign, "30.0", 1, 1e6, false},
        Documented{"aws-user-personalization-v2", "apply_recency_bias", kAlgorithm, "true", 0, 0,
                   false},
        Documented{"aws-personalized-ranking-v2", "apply_recency_bias", kAlgorithm, "true", 0, 0,
                   false},
        Documented{kRanking, "hidden_dimension", kAlgorithm, "149", 32, 256, true},
        Documented{"aws-sims", "popularity_discount_factor", kAlgorithm, "0.5", 0, 1, true},
        Documented{"aws-sims", "min_cointeraction_count", kAlgorithm, "3", 0, 10, true},
        Documented{"aws-sims", "min_user_history_length_percentile", kFeatures, "0.005", 0, 1,
                   false},
        Documented{"aws-sims", "max_user_history_length_percentile", kFeatures, "0.995", 0, 1,
                   false},
        Documented{"aws-sims", "min_item_interaction_count_percentile", kFeatures, "0.01", 0, 1,
                   false},
        Documented{"aws-sims", "max_item_interaction_count_percentile", kFeatures, "0.9", 0, 1,
                   false}));

TEST(Recipes, HaveTheTypesAlgorithmsAndTransformationsOfTheReference) {
  const auto line = [](const char* name) {
    const Recipe* recipe = find_recipe(name);
    return std::string(wire_name_of(recipe->type)) + " " + std::string(recipe->algorithm) + " " +
           std::string(recipe->feature_transformation);
  };
  EXPECT_EQ(line("aws-hrnn"), "USER_PERSONALIZATION aws-hrnn JSON-percentile-filtering");
  EXPECT_EQ(line("aws-personalized-ranking"),
            "PERSONALIZED_RANKING aws-personalized-ranking JSON-percentile-filtering");
  EXPECT_EQ(line("aws-sims"), "RELATED_ITEMS aws-sims sims");
  EXPECT_EQ(line("aws-popularity-count"), "USER_PERSONALIZATION aws-popularity-count sims");
}

TEST(Recipes, TakeValuesAsTheServiceSpellsThem) {
  const auto resolved = find_recipe("aws-hrnn")
                            ->resolve({{"training.bptt", "16"},
                                       {"data.recency_mask", "True"},
                                       {"hidden_dimension", "64.0"}});
  ASSERT_TRUE(resolved.has_value());
  EXPECT_EQ(resolved->integer("bptt"), 16);
  EXPECT_TRUE(resolved->flag("recency_mask"));
  EXPECT_EQ(resolved->text("hidden_dimension"), "64");
  EXPECT_DOUBLE_EQ(resolved->number("max_user_history_length_percentile"), 0.99);
}

TEST(Recipes, RefusePercentilesThatCross) {
  EXPECT_FALSE(find_recipe("aws-sims")
                   ->check_parameters(ParameterPlace::kFeatureTransformation,
                                      {{"min_item_interaction_count_percentile", "0.95"}})
                   .has_value());
}

}  // namespace
}  // namespace attune::recipes
