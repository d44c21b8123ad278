#include "learning/models/recent_popularity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "learning/features/sequences.h"

namespace attune::models {
namespace {

// Events at 0, 1, 2, ... seconds of each user; the newest of all at 4. a 0, b 1, c 2, d 3.
data::InteractionTable shop() {
  return features::table_of({{"u1", {"a", "a", "b", "c", "c"}}, {"u2", {"a", "d"}}, {"u3", {"a"}}});
}

std::vector<float> scores_of(const Model& model) {
  std::vector<float> scores(model.item_count());
  model.score(*model.start(std::nullopt), scores);
  return scores;
}

// Six pairs of users and items, three of them a's, and half a user for each of the four items.
double share(double users) {
  return (users + 0.5) / (6.0 + 2.0);
}

TEST(RecentPopularity, CountsTheUsersOfTheWindowOnce) {
  const auto scores = scores_of(*fit_recent_popularity(shop(), {.window_s = 3}));
  EXPECT_NEAR(scores[0], std::log(share(3)), 1e-6);  // its newest event is at 1, outside
  EXPECT_NEAR(scores[1], std::log(1.0 + share(1)), 1e-6);
  EXPECT_NEAR(scores[2], std::log(1.0 + share(1)), 1e-6);
  EXPECT_NEAR(scores[3], std::log(share(1)), 1e-6);
}

TEST(RecentPopularity, HalvesWithAge) {
  const auto scores =
      scores_of(*fit_recent_popularity(shop(), {.window_s = 0, .half_life_s = 2.0}));
  EXPECT_NEAR(scores[0], std::log(std::exp2(-1.5) + 2 * std::exp2(-2.0) + share(3)), 1e-6);
  EXPECT_NEAR(scores[1], std::log(std::exp2(-1.0) + share(1)), 1e-6);
  EXPECT_NEAR(scores[2], std::log(1.0 + share(1)), 1e-6);
}

TEST(RecentPopularity, OrdersWhatNobodyTouchedLatelyByPopularity) {
  const auto scores = scores_of(*fit_recent_popularity(shop(), {.window_s = 1}));
  EXPECT_GT(scores[2], scores[0]);
  EXPECT_GT(scores[0], scores[1]);
  EXPECT_EQ(scores[1], scores[3]);
}

}  // namespace
}  // namespace attune::models
