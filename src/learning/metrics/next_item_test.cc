#include "learning/metrics/next_item.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "learning/metrics/discounted_gain.h"
#include "learning/metrics/hit_rate.h"
#include "learning/metrics/reciprocal_rank.h"
#include "learning/metrics/short_name.h"

namespace attune::metrics {
namespace {

double value_of(const std::string& name, std::size_t rank) {
  const auto found = std::ranges::find(next_item_metrics(), name, &RankMetric::name);
  return found == next_item_metrics().end() ? -1.0 : found->of(rank);
}

TEST(NextItemMetrics, AreWhatTheListMetricsGiveForOneTarget) {
  std::vector<data::ItemIndex> list;
  for (std::uint32_t item = 0; item < 30; ++item) list.push_back(data::ItemIndex{item});
  for (std::size_t rank = 1; rank <= list.size(); ++rank) {
    const std::vector<data::ItemIndex> chosen{list[rank - 1]};
    const Ranking ranking{.ranked = list, .chosen = chosen};
    for (const std::size_t depth : {5U, 10U, 20U}) {
      const std::string at = "_at_" + std::to_string(depth);
      EXPECT_DOUBLE_EQ(value_of("normalized_discounted_cumulative_gain" + at, rank),
                       discounted_gain(ranking, depth));
      EXPECT_DOUBLE_EQ(value_of("hit_rate" + at, rank), hit_rate(ranking, depth));
    }
    EXPECT_DOUBLE_EQ(value_of("mean_reciprocal_rank_at_10", rank), reciprocal_rank(ranking, 10));
    EXPECT_DOUBLE_EQ(value_of("mean_reciprocal_rank", rank), reciprocal_rank(ranking, 30));
  }
}

TEST(NextItemMetrics, HaveNamesOfTheirOwn) {
  std::set<std::string> names, short_names;
  for (const RankMetric& metric : next_item_metrics()) {
    EXPECT_TRUE(names.insert(std::string(metric.name)).second) << metric.name;
    EXPECT_TRUE(short_names.insert(short_name(metric.name)).second) << metric.name;
  }
}

TEST(ShortName, IsThatOfTheLiterature) {
  EXPECT_EQ(short_name("normalized_discounted_cumulative_gain_at_10"), "NDCG@10");
  EXPECT_EQ(short_name("mean_reciprocal_rank"), "MRR");
  EXPECT_EQ(short_name("precision_at_25"), "P@25");
  EXPECT_EQ(short_name("popularity_lift"), "popularity lift");
}

}  // namespace
}  // namespace attune::metrics
