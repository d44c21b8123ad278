// What holds for every metric of the catalogue; a new one is covered by its line there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/metrics/metric.h"

namespace attune::metrics {
namespace {

using data::ItemIndex;

std::vector<ItemIndex> items(std::vector<std::uint32_t> indices) {
  std::vector<ItemIndex> result;
  for (const std::uint32_t index : indices) result.push_back(ItemIndex{index});
  return result;
}

std::vector<ItemIndex> first_items(std::uint32_t count, std::uint32_t from = 0) {
  std::vector<ItemIndex> result;
  for (std::uint32_t index = 0; index < count; ++index) result.push_back(ItemIndex{from + index});
  return result;
}

double value(const char* name, const std::vector<ItemIndex>& ranked,
             const std::vector<ItemIndex>& chosen) {
  for (const Metric& metric : catalogue()) {
    if (metric.name == name) return metric.of({.ranked = ranked, .chosen = chosen});
  }
  ADD_FAILURE() << "no metric " << name;
  return -1.0;
}

class EveryMetric : public testing::TestWithParam<Metric> {};

TEST_P(EveryMetric, IsOneWhenEveryRankedItemWasChosen) {
  const auto ranked = first_items(25);
  EXPECT_DOUBLE_EQ(GetParam().of({.ranked = ranked, .chosen = ranked}), 1.0);
}

TEST_P(EveryMetric, IsZeroWhenNoneWas) {
  const auto ranked = first_items(25);
  const auto chosen = first_items(3, 100);
  EXPECT_DOUBLE_EQ(GetParam().of({.ranked = ranked, .chosen = chosen}), 0.0);
}

TEST_P(EveryMetric, IsZeroForAnEmptyList) {
  const auto chosen = first_items(3);
  EXPECT_DOUBLE_EQ(GetParam().of({.ranked = {}, .chosen = chosen}), 0.0);
}

TEST_P(EveryMetric, DoesNotDependOnTheOrderOfTheChosen) {
  const auto ranked = first_items(25);
  auto chosen = items({3, 17, 1, 40, 9});
  const double before = GetParam().of({.ranked = ranked, .chosen = chosen});
  std::ranges::reverse(chosen);
  EXPECT_DOUBLE_EQ(GetParam().of({.ranked = ranked, .chosen = chosen}), before);
}

TEST_P(EveryMetric, DoesNotFallWhenAChosenItemMovesUp) {
  for (std::size_t position = 1; position < 30; ++position) {
    auto ranked = first_items(30);
    const std::vector chosen{ranked[position]};
    const double before = GetParam().of({.ranked = ranked, .chosen = chosen});
    std::swap(ranked[position], ranked[position - 1]);
    EXPECT_GE(GetParam().of({.ranked = ranked, .chosen = chosen}), before);
  }
}

TEST_P(EveryMetric, LooksNoDeeperThanItsNameSays) {
  const std::string name(GetParam().name);
  const auto depth = static_cast<std::uint32_t>(std::stoul(name.substr(name.rfind('_') + 1)));
  const auto ranked = first_items(30);
  EXPECT_GT(GetParam().of({.ranked = ranked, .chosen = first_items(1, depth - 1)}), 0.0);
  EXPECT_DOUBLE_EQ(GetParam().of({.ranked = ranked, .chosen = first_items(1, depth)}), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryMetric,
                         testing::ValuesIn(catalogue().begin(), catalogue().end()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Metrics, HasTheSevenPerUserKeysOfTheProtocol) {
  std::set<std::string> names;
  for (const Metric& metric : catalogue()) {
    if (metric.in_protocol) names.emplace(metric.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"mean_reciprocal_rank_at_25",
                                          "normalized_discounted_cumulative_gain_at_10",
                                          "normalized_discounted_cumulative_gain_at_25",
                                          "normalized_discounted_cumulative_gain_at_5",
                                          "precision_at_10", "precision_at_25", "precision_at_5"}));
}

TEST(Metrics, GivesTheGuidesReciprocalRankExample) {
  const auto ranked = first_items(25);
  const double mean = (value("mean_reciprocal_rank_at_25", ranked, items({3})) +
                       value("mean_reciprocal_rank_at_25", ranked, items({1})) +
                       value("mean_reciprocal_rank_at_25", ranked, items({5}))) /
                      3.0;
  EXPECT_NEAR(mean, 0.3056, 5e-5);
}

TEST(Metrics, GivesTheGuidesDiscountedGainExample) {
  // The guide prints 0.6241; its own formula gives 0.62405.
  EXPECT_NEAR(value("normalized_discounted_cumulative_gain_at_5", first_items(5), items({1, 4})),
              0.62405, 1e-5);
}

TEST(Metrics, GivesTheGuidesPrecisionExample) {
  EXPECT_DOUBLE_EQ(value("precision_at_5", first_items(5), items({1, 4})), 0.4);
}

TEST(Metrics, DividesPrecisionByTheDepthForAShortList) {
  EXPECT_DOUBLE_EQ(value("precision_at_10", first_items(2), items({0, 1})), 0.2);
}

// An independent version: marks by set, sums in natural logarithms.
std::map<std::string, double> naive(const std::vector<ItemIndex>& ranked,
                                    const std::vector<ItemIndex>& chosen) {
  const std::set<ItemIndex> truth(chosen.begin(), chosen.end());
  std::map<std::string, double> result;
  for (const std::size_t depth : {5U, 10U, 25U}) {
    double gain = 0, ideal = 0, hits = 0, first = 0;
    for (std::size_t rank = depth; rank >= 1; --rank) {
      if (rank <= truth.size()) ideal += std::log(2.0) / std::log(1.0 + static_cast<double>(rank));
      if (rank > ranked.size() || !truth.contains(ranked[rank - 1])) continue;
      hits += 1;
      first = 1.0 / static_cast<double>(rank);
      gain += std::log(2.0) / std::log(1.0 + static_cast<double>(rank));
    }
    const std::string suffix = "_at_" + std::to_string(depth);
    result["normalized_discounted_cumulative_gain" + suffix] = gain / ideal;
    result["precision" + suffix] = hits / static_cast<double>(depth);
    result["mean_reciprocal_rank" + suffix] = first;
    result["hit_rate" + suffix] = hits > 0 ? 1.0 : 0.0;
  }
  return result;
}

TEST(Metrics, AgreeWithANaiveVersionOnRandomLists) {
  Random random(11);
  for (int trial = 0; trial < 200; ++trial) {
    auto all = first_items(60);
    for (std::size_t i = all.size() - 1; i > 0; --i) std::swap(all[i], all[random.below(i + 1)]);
    const std::vector<ItemIndex> ranked(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(random.below(40)));
    for (std::size_t i = all.size() - 1; i > 0; --i) std::swap(all[i], all[random.below(i + 1)]);
    const std::vector<ItemIndex> chosen(
        all.begin(), all.begin() + 1 + static_cast<std::ptrdiff_t>(random.below(30)));
    const auto expected = naive(ranked, chosen);
    for (const Metric& metric : catalogue()) {
      EXPECT_NEAR(metric.of({.ranked = ranked, .chosen = chosen}),
                  expected.at(std::string(metric.name)), 1e-12)
          << metric.name << " in trial " << trial;
    }
  }
}

}  // namespace
}  // namespace attune::metrics
