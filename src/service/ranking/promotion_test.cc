#include "service/ranking/promotion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "foundation/base/random.h"

namespace attune::ranking {
namespace {

struct Case {
  std::vector<float> scores;
  filter::Bitmap allowed;
  filter::Bitmap promotable;
  std::size_t count = 0;
  std::size_t promoted = 0;
};

Case random_case(std::uint64_t seed) {
  Random random(seed);
  const std::size_t size = 1 + random.below(80);
  Case made{.scores = std::vector<float>(size),
            .allowed = filter::Bitmap(size),
            .promotable = filter::Bitmap(size)};
  for (std::size_t item = 0; item < size; ++item) {
    made.scores[item] = static_cast<float>(random.below(50));
    if (random.below(2) == 0) made.allowed.set(item);
    if (random.below(4) == 0) made.promotable.set(item);
  }
  made.count = 1 + random.below(30);
  made.promoted = 1 + random.below(made.count);
  return made;
}

std::vector<RankedItem> promoted_list(const Case& given, std::uint64_t seed) {
  Recommendation recommendation{.scores = given.scores,
                                .allowed = &given.allowed,
                                .count = given.count,
                                .log_normaliser = 0.0};
  promote(recommendation, {.promotable = &given.promotable, .count = given.promoted, .seed = seed});
  return recommendation.items;
}

// Best first, equal scores by index.
std::vector<std::size_t> naive_best(const Case& given, std::size_t count, auto qualifies) {
  std::vector<std::size_t> items;
  for (std::size_t item = 0; item < given.scores.size(); ++item) {
    if (qualifies(item)) items.push_back(item);
  }
  std::ranges::stable_sort(items, std::ranges::greater{},
                           [&](std::size_t item) { return given.scores[item]; });
  items.resize(std::min(items.size(), count));
  return items;
}

TEST(PromotedCount, RoundsToTheNearestHalvesUpAndNeverToNothing) {
  EXPECT_EQ(promoted_count(25, 1), 1U);
  EXPECT_EQ(promoted_count(25, 5), 1U);
  EXPECT_EQ(promoted_count(25, 6), 2U);   // 1.5
  EXPECT_EQ(promoted_count(25, 30), 8U);  // 7.5
  EXPECT_EQ(promoted_count(25, 29), 7U);  // 7.25
  EXPECT_EQ(promoted_count(10, 100), 10U);
  EXPECT_EQ(promoted_count(500, 50), 250U);
  EXPECT_EQ(promoted_count(1, 1), 1U);
}

TEST(Promote, ListsWhatANaiveVersionListsWhateverTheFilters) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Case given = random_case(seed);
    const auto promoted = naive_best(given, given.promoted,
                                     [&](std::size_t item) { return given.promotable.test(item); });
    const std::set<std::size_t> taken(promoted.begin(), promoted.end());
    const auto others = naive_best(given, given.count - promoted.size(), [&](std::size_t item) {
      return given.allowed.test(item) && !taken.contains(item);
    });
    std::vector<std::size_t> listed_promoted;
    std::vector<std::size_t> listed_others;
    for (const RankedItem& item : promoted_list(given, seed)) {
      (item.promoted ? listed_promoted : listed_others).push_back(data::raw(item.item));
      EXPECT_TRUE(item.score.has_value());
    }
    EXPECT_EQ(listed_promoted, promoted);
    EXPECT_EQ(listed_others, others);
  }
}

TEST(Promote, GivesEveryPlaceItsShareOfPromotedItems) {
  Case given{.scores = std::vector<float>(20, 1.0F),
             .allowed = filter::Bitmap(20, true),
             .promotable = filter::Bitmap(20),
             .count = 10,
             .promoted = 3};
  for (const std::size_t item : {17U, 18U, 19U}) given.promotable.set(item);
  std::vector<int> promoted_at(10);
  constexpr int kDraws = 6'000;
  for (int seed = 0; seed < kDraws; ++seed) {
    const auto list = promoted_list(given, static_cast<std::uint64_t>(seed));
    for (std::size_t place = 0; place < list.size(); ++place) {
      if (list[place].promoted) ++promoted_at[place];
    }
  }
  for (const int count : promoted_at) EXPECT_NEAR(count, kDraws * 0.3, 150);
}

TEST(Promote, TheSameSeedGivesTheSamePlaces) {
  const Case given = random_case(5);
  EXPECT_EQ(promoted_list(given, 9), promoted_list(given, 9));
}

}  // namespace
}  // namespace attune::ranking
