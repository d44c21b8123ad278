#include "learning/models/channel_scratch.h"

#include <cstddef>
#include <span>
#include <vector>

#include "learning/models/neighbour_lists.h"

namespace attune::models {

ItemSums& channel_scratch(std::size_t item_count) {
  thread_local ItemSums sums(0);
  sums.clear();
  sums.grow(item_count);
  return sums;
}

std::span<float> dense_channel_scratch(std::size_t item_count) {
  thread_local std::vector<float> sums;
  sums.assign(item_count, 0.0F);
  return sums;
}

}  // namespace attune::models
