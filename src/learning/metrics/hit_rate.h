#pragma once

#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

/// 1 if any of the first `depth` items was chosen, otherwise 0.
[[nodiscard]] double hit_rate(const Ranking& ranking, std::size_t depth);

}  // namespace attune::metrics
