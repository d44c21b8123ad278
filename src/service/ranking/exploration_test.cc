#include "service/ranking/exploration.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "foundation/base/random.h"

namespace attune::ranking {
namespace {

constexpr std::size_t kItems = 500;

struct World {
  std::vector<float> scores = std::vector<float>(kItems);
  std::vector<Candidate> candidates;
  std::vector<std::atomic<std::uint32_t>> evidence =
      std::vector<std::atomic<std::uint32_t>>(kItems);

  explicit World(std::size_t candidate_count = 100) {
    Random random(1);
    for (float& score : scores) score = static_cast<float>(random.normal() * 2 - 5);
    for (std::size_t i = 0; i < candidate_count; ++i) {
      candidates.push_back(
          {.item = data::ItemIndex{static_cast<std::uint32_t>(i * 5)}, .key = mix64(i)});
    }
  }
  std::vector<Explored> explore(double weight, std::uint64_t seed, std::vector<float>& out) const {
    out = scores;
    std::vector<Explored> explored;
    ranking::explore(
        out, {.weight = weight, .candidates = candidates, .evidence = evidence, .seed = seed},
        explored);
    return explored;
  }
};

TEST(Explore, AWeightOfZeroLeavesEveryBitOfTheScores) {
  const World world;
  std::vector<float> scores;
  EXPECT_TRUE(world.explore(0, 7, scores).empty());
  for (std::size_t i = 0; i < kItems; ++i) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(scores[i]),
              std::bit_cast<std::uint32_t>(world.scores[i]));
  }
}

TEST(Explore, ReplacesAShareOfTheCandidatesAndNothingElse) {
  const World world;
  std::vector<float> scores;
  std::size_t replaced = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto explored = world.explore(0.3, mix64(seed), scores);
    replaced += explored.size();
    std::vector<float> restored = scores;
    for (const Explored& item : explored) {
      EXPECT_EQ(data::raw(item.item) % 5, 0U);
      restored[data::raw(item.item)] = item.model_score;
    }
    EXPECT_EQ(restored, world.scores);
  }
  EXPECT_NEAR(static_cast<double>(replaced) / (200 * 100), 0.3, 0.02);
}

TEST(Explore, DrawsTheSameForTheSameSeedAndOtherwiseForAnother) {
  const World world;
  std::vector<float> first;
  std::vector<float> again;
  std::vector<float> other;
  world.explore(1, 3, first);
  world.explore(1, 3, again);
  world.explore(1, 4, other);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

// The moments of the draws of one item against the formula, computed here anew.
TEST(Explore, DrawsFromTheFormulasNormalDistribution) {
  for (const std::uint32_t seen : {0U, 1U, 3U, 24U}) {
    World world(1);
    world.evidence[0] = seen;
    double mean = 0;
    for (const float score : world.scores) mean += static_cast<double>(score) / kItems;
    double above = 0;
    double count = 0;
    for (const float score : world.scores) {
      const double distance = static_cast<double>(score) - mean;
      if (distance <= 0) continue;
      above += distance * distance;
      ++count;
    }
    const double expected = (mean + seen * static_cast<double>(world.scores[0])) / (1.0 + seen);
    const double variance = above / count / (1.0 + seen);
    constexpr int kDraws = 20'000;
    double sum = 0;
    double squares = 0;
    std::vector<float> scores;
    for (int i = 0; i < kDraws; ++i) {
      world.explore(1, mix64(static_cast<std::uint64_t>(i)), scores);
      const double distance = static_cast<double>(scores[0]) - expected;
      sum += distance;
      squares += distance * distance;
    }
    EXPECT_NEAR(sum / kDraws, 0, 5 * std::sqrt(variance / kDraws));
    EXPECT_NEAR(squares / kDraws / variance, 1, 0.05);
  }
}

TEST(Explore, LeavesItemsThatAreNeverReturned) {
  World world;
  world.scores[0] = -std::numeric_limits<float>::infinity();
  std::vector<float> scores;
  for (const Explored& item : world.explore(1, 1, scores)) EXPECT_NE(data::raw(item.item), 0U);
  EXPECT_EQ(scores[0], world.scores[0]);
}

TEST(Explore, TheListSaysWhatWasLiftedAndKeepsTheModelsScore) {
  const std::vector<float> explored_scores{5, 1, 0};
  const std::vector<Explored> explored{{.item = data::ItemIndex{0}, .model_score = -2},
                                       {.item = data::ItemIndex{2}, .model_score = 3}};
  Recommendation recommendation{.scores = explored_scores,
                                .count = 3,
                                .log_normaliser = std::log(100.0),
                                .explored = explored};
  select(recommendation);
  ASSERT_EQ(recommendation.items.size(), 3U);
  EXPECT_EQ(recommendation.items[0].item, data::ItemIndex{0});
  EXPECT_TRUE(recommendation.items[0].explored);
  EXPECT_NEAR(*recommendation.items[0].score, std::exp(-2.0) / 100, 1e-9);
  EXPECT_FALSE(recommendation.items[1].explored);
  EXPECT_FALSE(recommendation.items[2].explored);
  EXPECT_NEAR(*recommendation.items[2].score, std::exp(3.0) / 100, 1e-9);
}

}  // namespace
}  // namespace attune::ranking
