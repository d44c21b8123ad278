#include "learning/metrics/precision.h"

#include <cstddef>

#include "learning/metrics/hits.h"
#include "learning/metrics/metric.h"

namespace attune::metrics {

double precision(const Ranking& ranking, std::size_t depth) {
  return static_cast<double>(hit_count(ranking, depth)) / static_cast<double>(depth);
}

}  // namespace attune::metrics
