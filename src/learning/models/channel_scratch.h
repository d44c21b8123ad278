#pragma once

#include <cstddef>

#include "learning/models/neighbour_lists.h"

namespace attune::models {

/// Sums of the calling thread, all 0, of at least so many items: until the thread's next call.
[[nodiscard]] ItemSums& channel_scratch(std::size_t item_count);

}  // namespace attune::models
