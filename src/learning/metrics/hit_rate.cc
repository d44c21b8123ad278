#include "learning/metrics/hit_rate.h"

#include <cstddef>

#include "learning/metrics/hits.h"
#include "learning/metrics/metric.h"

namespace attune::metrics {

double hit_rate(const Ranking& ranking, std::size_t depth) {
  return hit_count(ranking, depth) > 0 ? 1.0 : 0.0;
}

}  // namespace attune::metrics
