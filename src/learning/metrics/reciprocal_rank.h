#pragma once

#include <cstddef>

#include "learning/metrics/metric.h"

namespace attune::metrics {

/// 1 / rank of the first chosen item among the first `depth`; 0 if there is none.
[[nodiscard]] double reciprocal_rank(const Ranking& ranking, std::size_t depth);

}  // namespace attune::metrics
