#pragma once

#include <cstddef>

#include "learning/models/neighbour_lists.h"
#include "learning/training/progress.h"

namespace attune::recipes {

/// Reports a count's progress to `sink`, at most once a hundredth.
[[nodiscard]] models::CountingOptions counting_for(std::size_t worker_count,
                                                   training::ProgressSink& sink);

}  // namespace attune::recipes
