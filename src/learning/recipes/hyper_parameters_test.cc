#include "learning/recipes/hyper_parameters.h"

#include <gtest/gtest.h>

#include <string>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

const HyperParameter kWidth{.name = "hidden_dimension",
                            .kind = ParameterKind::kInteger,
                            .default_value = "43",
                            .min = 32,
                            .max = 256,
                            .choices = {},
                            .sentence = ""};
const HyperParameter kShare{.name = "share",
                            .kind = ParameterKind::kContinuous,
                            .default_value = "0.5",
                            .min = 0,
                            .max = 1,
                            .choices = {},
                            .sentence = ""};
const HyperParameter kMask{.name = "recency_mask",
                           .kind = ParameterKind::kCategorical,
                           .default_value = "true",
                           .choices = {"true", "false"},
                           .sentence = ""};

struct Case {
  const HyperParameter* parameter;
  const char* value;
  const char* kept;  // null: refused
};

class ParameterValue : public testing::TestWithParam<Case> {};

TEST_P(ParameterValue, IsKeptOrRefused) {
  const auto& [parameter, value, kept] = GetParam();
  const auto result = checked_value(*parameter, value);
  ASSERT_EQ(result.has_value(), kept != nullptr) << value;
  if (kept != nullptr) {
    EXPECT_EQ(*result, kept);
  }
  if (kept == nullptr) {
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(result.error().message.find(parameter->name), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Integers, ParameterValue,
    testing::Values(Case{&kWidth, "32", "32"}, Case{&kWidth, "256", "256"},
                    Case{&kWidth, "64.0", "64"}, Case{&kWidth, "31", nullptr},
                    Case{&kWidth, "257", nullptr}, Case{&kWidth, "64.5", nullptr},
                    Case{&kWidth, "", nullptr}, Case{&kWidth, "many", nullptr},
                    Case{&kWidth, "64x", nullptr}, Case{&kWidth, "nan", nullptr},
                    Case{&kWidth, "inf", nullptr}, Case{&kWidth, "-64", nullptr}));
INSTANTIATE_TEST_SUITE_P(Numbers, ParameterValue,
                         testing::Values(Case{&kShare, "0.30", "0.30"}, Case{&kShare, "1", "1"},
                                         Case{&kShare, "1e-3", "1e-3"},
                                         Case{&kShare, "1.01", nullptr},
                                         Case{&kShare, "-0.1", nullptr},
                                         Case{&kShare, "nan", nullptr}));
INSTANTIATE_TEST_SUITE_P(Booleans, ParameterValue,
                         testing::Values(Case{&kMask, "True", "true"},
                                         Case{&kMask, "FALSE", "false"}, Case{&kMask, "1", nullptr},
                                         Case{&kMask, "", nullptr}));

TEST(ParameterValue, ShortensAnOverlongValueInItsMessage) {
  EXPECT_LT(checked_value(kWidth, std::string(100'000, '9')).error().message.size(), 300U);
}

TEST(PlainName, DropsThePrefixesOfTheService) {
  EXPECT_EQ(plain_name("training.bptt"), "bptt");
  EXPECT_EQ(plain_name("data.recency_mask"), "recency_mask");
  EXPECT_EQ(plain_name("bptt"), "bptt");
}

TEST(CheckPairs, RefusesAMinimumAboveItsMaximum) {
  EXPECT_FALSE(check_pairs({{"min_share", "0.6"}, {"max_share", "0.5"}}).has_value());
  EXPECT_TRUE(check_pairs({{"min_share", "0.5"}, {"max_share", "0.5"}}).has_value());
  EXPECT_TRUE(check_pairs({{"min_share", "0.5"}}).has_value());
}

}  // namespace
}  // namespace attune::recipes
