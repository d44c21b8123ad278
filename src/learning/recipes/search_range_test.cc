#include "learning/recipes/search_range.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

const Recipe& hrnn() {
  return *find_recipe("aws-hrnn");
}

SearchRange numbers(const std::string& name, double min, double max) {
  return {.name = name, .min = min, .max = max, .choices = {}};
}

TEST(TunableRanges, AreThoseThatNobodyFixed) {
  std::set<std::string> names;
  for (const SearchRange& range : tunable_ranges(hrnn(), {{"training.bptt", "8"}})) {
    names.insert(range.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"hidden_dimension", "recency_mask"}));
  EXPECT_TRUE(tunable_ranges(*find_recipe("aws-popularity-count"), {}).empty());
}

TEST(CheckedRange, TakesWhatTheRecipeAllows) {
  const auto range =
      checked_range(hrnn(), numbers("training.bptt", 4, 16), ParameterKind::kInteger);
  ASSERT_TRUE(range.has_value()) << range.error().message;
  EXPECT_EQ(range->name, "bptt");
  const auto choice = checked_range(hrnn(), {.name = "recency_mask", .choices = {"True"}},
                                    ParameterKind::kCategorical);
  ASSERT_TRUE(choice.has_value()) << choice.error().message;
  EXPECT_EQ(choice->choices, std::vector<std::string>{"true"});
}

TEST(CheckedRange, RefusesEverythingElse) {
  const auto refuses = [](const SearchRange& range, ParameterKind kind) {
    const auto checked = checked_range(hrnn(), range, kind);
    return !checked && checked.error().code == ErrorCode::kInvalidInput;
  };
  EXPECT_TRUE(refuses(numbers("no_such", 1, 2), ParameterKind::kInteger));
  EXPECT_TRUE(
      refuses(numbers("min_user_history_length_percentile", 0, 0.5), ParameterKind::kContinuous));
  EXPECT_TRUE(refuses(numbers("bptt", 1, 16), ParameterKind::kInteger));
  EXPECT_TRUE(refuses(numbers("bptt", 4, 33), ParameterKind::kInteger));
  EXPECT_TRUE(refuses(numbers("bptt", 16, 4), ParameterKind::kInteger));
  EXPECT_TRUE(refuses(numbers("bptt", 4, 16), ParameterKind::kContinuous));
  EXPECT_TRUE(refuses({.name = "recency_mask", .choices = {}}, ParameterKind::kCategorical));
  EXPECT_TRUE(
      refuses({.name = "recency_mask", .choices = {"perhaps"}}, ParameterKind::kCategorical));
}

TEST(DrawPoint, StaysInItsRangesReachesTheirEndsAndFollowsTheSeed) {
  const std::vector<SearchRange> ranges{numbers("bptt", 2, 5),
                                        {.name = "recency_mask", .choices = {"true", "false"}}};
  Random random(1), same(1);
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const StringPairs point = draw_point(hrnn(), ranges, random);
    EXPECT_EQ(point, draw_point(hrnn(), ranges, same));
    ASSERT_TRUE(hrnn().resolve(point).has_value());
    for (const auto& [name, value] : point) seen.insert(name + '=' + value);
  }
  EXPECT_EQ(seen, (std::set<std::string>{"bptt=2", "bptt=3", "bptt=4", "bptt=5",
                                         "recency_mask=true", "recency_mask=false"}));
}

TEST(DrawPoint, DrawsAWideRangeByItsLogarithm) {
  const std::vector<SearchRange> ranges{numbers("bptt", 2, 32)};
  Random random(2);
  int below = 0;
  for (int i = 0; i < 1000; ++i) {
    if (std::stoi(draw_point(hrnn(), ranges, random)[0].second) < 8) ++below;
  }
  EXPECT_NEAR(below, 1000 * std::log(8.0 / 2) / std::log(33.0 / 2), 60);
}

}  // namespace
}  // namespace attune::recipes
