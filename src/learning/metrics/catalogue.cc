#include <array>
#include <cstddef>
#include <span>

#include "learning/metrics/discounted_gain.h"
#include "learning/metrics/hit_rate.h"
#include "learning/metrics/metric.h"
#include "learning/metrics/precision.h"
#include "learning/metrics/reciprocal_rank.h"

namespace attune::metrics {
namespace {

template <double (*kMetric)(const Ranking&, std::size_t), std::size_t kDepth>
double at(const Ranking& ranking) {
  return kMetric(ranking, kDepth);
}

}  // namespace

std::span<const Metric> catalogue() {
  static constexpr std::array kMetrics{
      Metric{.name = "mean_reciprocal_rank_at_25", .of = at<reciprocal_rank, 25>},
      Metric{.name = "normalized_discounted_cumulative_gain_at_5", .of = at<discounted_gain, 5>},
      Metric{.name = "normalized_discounted_cumulative_gain_at_10", .of = at<discounted_gain, 10>},
      Metric{.name = "normalized_discounted_cumulative_gain_at_25", .of = at<discounted_gain, 25>},
      Metric{.name = "precision_at_5", .of = at<precision, 5>},
      Metric{.name = "precision_at_10", .of = at<precision, 10>},
      Metric{.name = "precision_at_25", .of = at<precision, 25>},
      Metric{.name = "hit_rate_at_10", .of = at<hit_rate, 10>, .in_protocol = false},
  };
  return kMetrics;
}

}  // namespace attune::metrics
