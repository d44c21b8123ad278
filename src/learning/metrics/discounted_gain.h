#pragma once

#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

/// Normalised discounted cumulative gain: the sum of 1 / log(1 + rank) over the chosen items among
/// the first `depth`, divided by what min(depth, chosen) hits at the front would give.
[[nodiscard]] double discounted_gain(const Ranking& ranking, std::size_t depth);

}  // namespace attune::metrics
