#include "learning/metrics/reciprocal_rank.h"

#include <cstddef>

#include "learning/metrics/hits.h"
#include "learning/metrics/metric.h"

namespace attune::metrics {

double reciprocal_rank(const Ranking& ranking, std::size_t depth) {
  for (std::size_t position = 0; position < depth; ++position) {
    if (is_hit(ranking, position)) return 1.0 / static_cast<double>(position + 1);
  }
  return 0.0;
}

}  // namespace attune::metrics
