#pragma once

#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

/// Whether the item at that 0-based position of the ranked list was chosen; false behind its end.
[[nodiscard]] bool is_hit(const Ranking& ranking, std::size_t position);

/// How many of the first `depth` ranked items were chosen.
[[nodiscard]] std::size_t hit_count(const Ranking& ranking, std::size_t depth);

}  // namespace attune::metrics
