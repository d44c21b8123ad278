#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace attune::metrics {

/// A metric of tests with one target: a function of the target's 1-based rank in the catalogue. A
/// report is the mean over the tests.
struct RankMetric {
  std::string_view name;           // "hit_rate_at_10"
  double (*of)(std::size_t rank);  // in [0, 1]
};

/// Every metric of the next item, in the order in which reports show them: with one target, hit
/// rate is recall, and the ideal gain of NDCG is 1. A new one is a line here.
[[nodiscard]] std::span<const RankMetric> next_item_metrics();

}  // namespace attune::metrics
