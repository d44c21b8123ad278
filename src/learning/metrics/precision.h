#pragma once

#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

/// Chosen items among the first `depth`, divided by `depth` however long the list is.
[[nodiscard]] double precision(const Ranking& ranking, std::size_t depth);

}  // namespace attune::metrics
