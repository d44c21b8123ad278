#include "learning/metrics/discounted_gain.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "learning/metrics/hits.h"
#include "learning/metrics/metric.h"

namespace attune::metrics {
namespace {

double discount(std::size_t position) {
  return 1.0 / std::log2(static_cast<double>(position) + 2.0);
}

}  // namespace

double discounted_gain(const Ranking& ranking, std::size_t depth) {
  double gain = 0.0;
  double ideal = 0.0;
  for (std::size_t position = 0; position < depth; ++position) {
    if (is_hit(ranking, position)) gain += discount(position);
    if (position < ranking.chosen.size()) ideal += discount(position);
  }
  return ideal > 0.0 ? gain / ideal : 0.0;
}

}  // namespace attune::metrics
