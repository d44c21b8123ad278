#include "learning/metrics/next_item.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace attune::metrics {
namespace {

constexpr std::size_t kAnyDepth = std::numeric_limits<std::size_t>::max();

template <std::size_t kDepth>
double hit(std::size_t rank) {
  return rank <= kDepth ? 1.0 : 0.0;
}

template <std::size_t kDepth>
double gain(std::size_t rank) {
  return rank <= kDepth ? 1.0 / std::log2(static_cast<double>(rank) + 1.0) : 0.0;
}

template <std::size_t kDepth>
double reciprocal(std::size_t rank) {
  return rank <= kDepth ? 1.0 / static_cast<double>(rank) : 0.0;
}

}  // namespace

std::span<const RankMetric> next_item_metrics() {
  static constexpr std::array kMetrics{
      RankMetric{"normalized_discounted_cumulative_gain_at_10", gain<10>},
      RankMetric{"normalized_discounted_cumulative_gain_at_5", gain<5>},
      RankMetric{"normalized_discounted_cumulative_gain_at_20", gain<20>},
      RankMetric{"hit_rate_at_1", hit<1>},
      RankMetric{"hit_rate_at_5", hit<5>},
      RankMetric{"hit_rate_at_10", hit<10>},
      RankMetric{"hit_rate_at_20", hit<20>},
      RankMetric{"mean_reciprocal_rank_at_10", reciprocal<10>},
      RankMetric{"mean_reciprocal_rank", reciprocal<kAnyDepth>},
  };
  return kMetrics;
}

}  // namespace attune::metrics
