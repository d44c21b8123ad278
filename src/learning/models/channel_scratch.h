#pragma once

#include <cstddef>
#include <span>

#include "learning/models/neighbour_lists.h"

namespace attune::models {

/// Sums of the calling thread, all 0, of at least so many items: until the thread's next call.
[[nodiscard]] ItemSums& channel_scratch(std::size_t item_count);

/// For small catalogues, where a pass over all items costs less than to note which have a sum.
inline constexpr std::size_t kDenseItemsMax = 10'000;
[[nodiscard]] std::span<float> dense_channel_scratch(std::size_t item_count);

}  // namespace attune::models
