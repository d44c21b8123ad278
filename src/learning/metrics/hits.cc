#include "learning/metrics/hits.h"

#include <algorithm>
#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

bool is_hit(const Ranking& ranking, std::size_t position) {
  if (position >= ranking.ranked.size()) return false;
  return std::ranges::find(ranking.chosen, ranking.ranked[position]) != ranking.chosen.end();
}

std::size_t hit_count(const Ranking& ranking, std::size_t depth) {
  std::size_t hits = 0;
  for (std::size_t position = 0; position < std::min(depth, ranking.ranked.size()); ++position) {
    if (is_hit(ranking, position)) ++hits;
  }
  return hits;
}

}  // namespace attune::metrics
