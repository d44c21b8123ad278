#include "service/ranking/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "foundation/base/random.h"

namespace attune::ranking {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

std::vector<float> random_scores(std::size_t count, std::uint64_t seed, std::uint64_t levels) {
  Random random(seed);
  std::vector<float> scores(count);
  for (float& score : scores) {
    const auto level = static_cast<double>(random.below(levels));
    score = static_cast<float>(level / 7.0 - 10.0);
  }
  return scores;
}

std::vector<std::size_t> naive_order(std::span<const float> scores, const filter::Bitmap* allowed,
                                     std::size_t count) {
  std::vector<std::size_t> order;
  for (std::size_t item = 0; item < scores.size(); ++item) {
    if (std::isfinite(scores[item]) && (allowed == nullptr || allowed->test(item))) {
      order.push_back(item);
    }
  }
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t item) { return scores[item]; });
  order.resize(std::min(order.size(), count));
  return order;
}

std::vector<std::size_t> selected(std::span<const float> scores, const filter::Bitmap* allowed,
                                  std::size_t count) {
  Recommendation recommendation{
      .scores = scores, .allowed = allowed, .count = count, .log_normaliser = {}, .items = {}};
  select(recommendation);
  std::vector<std::size_t> items;
  for (const RankedItem& ranked : recommendation.items) {
    EXPECT_FALSE(ranked.score.has_value());
    items.push_back(data::raw(ranked.item));
  }
  return items;
}

TEST(Select, EqualsASortForManySizesAndTies) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed * 1000);
    const std::size_t size = random.below(400);
    const std::vector<float> scores = random_scores(size, seed, seed % 3 == 0 ? 5 : 100'000);
    filter::Bitmap allowed(size);
    for (std::size_t item = 0; item < size; ++item) {
      if (random.below(3) == 0) allowed.set(item);
    }
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{25}, size, 500UL}) {
      EXPECT_EQ(selected(scores, nullptr, count), naive_order(scores, nullptr, count));
      EXPECT_EQ(selected(scores, &allowed, count), naive_order(scores, &allowed, count));
    }
  }
}

TEST(Select, NeverReturnsAnItemThatScoresMinusInfinity) {
  const std::vector<float> scores{1, kNever, 3, kNever};
  EXPECT_EQ(selected(scores, nullptr, 10), (std::vector<std::size_t>{2, 0}));
}

TEST(Normalise, MakesScoresThatSumToOneOverTheCatalogue) {
  const std::vector<float> scores = random_scores(1000, 3, 1000);
  Recommendation recommendation{
      .scores = scores, .allowed = nullptr, .count = 1000, .log_normaliser = {}, .items = {}};
  normalise(recommendation);
  select(recommendation);
  ASSERT_EQ(recommendation.items.size(), 1000U);
  double sum = 0;
  for (const RankedItem& item : recommendation.items) {
    EXPECT_GE(*item.score, 0.0);
    EXPECT_LE(*item.score, 1.0);
    sum += *item.score;
  }
  EXPECT_NEAR(sum, 1.0, 1e-5);
}

TEST(Normalise, LooksAtTheWholeCatalogueWhateverTheFilter) {
  const std::vector<float> scores{0, 0, 0, 0};
  filter::Bitmap allowed(4);
  allowed.set(2);
  Recommendation recommendation{
      .scores = scores, .allowed = &allowed, .count = 4, .log_normaliser = {}, .items = {}};
  normalise(recommendation);
  select(recommendation);
  ASSERT_EQ(recommendation.items.size(), 1U);
  EXPECT_NEAR(*recommendation.items[0].score, 0.25, 1e-6);
}

TEST(LogSumExp, AgreesWithDoublesAndDoesNotOverflow) {
  for (const double shift : {-5000.0, 0.0, 5000.0}) {
    std::vector<float> values = random_scores(3400, 9, 4000);
    double max = -1e30;
    for (float& value : values) {
      value += static_cast<float>(shift);
      max = std::max(max, static_cast<double>(value));
    }
    double sum = 0;
    for (const float value : values) sum += std::exp(static_cast<double>(value) - max);
    EXPECT_NEAR(log_sum_exp(values), max + std::log(sum), 2e-6);
  }
  EXPECT_EQ(log_sum_exp({}), -std::numeric_limits<double>::infinity());
  const std::vector<float> with_never{kNever, 2.0F};
  EXPECT_NEAR(log_sum_exp(with_never), 2.0, 1e-6);
}

using Indices = std::vector<std::optional<data::ItemIndex>>;

TEST(Rank, OrdersTheListByScoreWithASoftmaxOverIt) {
  const std::vector<float> scores{0, 1, 2, 3};
  const Indices list{data::ItemIndex{1}, data::ItemIndex{3}};
  const auto entries = rank({.items = list, .scores = scores});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].position, 1U);
  EXPECT_NEAR(*entries[0].score, 1 / (1 + std::exp(-2.0)), 1e-6);
  EXPECT_NEAR(*entries[0].score + *entries[1].score, 1.0, 1e-6);
}

TEST(Rank, PutsUnknownItemsLastInTheirOrderWithoutAScore) {
  const std::vector<float> scores{0, 5};
  const Indices list{std::nullopt, data::ItemIndex{0}, std::nullopt, data::ItemIndex{1}};
  const auto entries = rank({.items = list, .scores = scores});
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0].position, 3U);
  EXPECT_EQ(entries[1].position, 1U);
  EXPECT_EQ(entries[2], (RankedEntry{0, std::nullopt}));
  EXPECT_EQ(entries[3], (RankedEntry{2, std::nullopt}));
}

TEST(Rank, TheFilterTakesAwayAfterScoring) {
  const std::vector<float> scores{1, 1};
  filter::Bitmap allowed(2);
  allowed.set(1);
  const Indices list{data::ItemIndex{0}, data::ItemIndex{1}, std::nullopt};
  const auto entries =
      rank({.items = list, .scores = scores, .allowed = &allowed, .unknown_allowed = false});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].position, 1U);
  EXPECT_NEAR(*entries[0].score, 0.5, 1e-6);
}

TEST(Rank, EqualScoresKeepTheOrderOfTheList) {
  const std::vector<float> scores{1, 1, 1};
  const Indices list{data::ItemIndex{2}, data::ItemIndex{0}, data::ItemIndex{1}};
  const auto entries = rank({.items = list, .scores = scores});
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].position, i);
}

TEST(Rank, AnEmptyOrUnknownListIsNoError) {
  EXPECT_TRUE(rank({.items = {}, .scores = {}}).empty());
  const Indices list{std::nullopt};
  EXPECT_EQ(rank({.items = list, .scores = {}}).size(), 1U);
}

}  // namespace
}  // namespace attune::ranking
