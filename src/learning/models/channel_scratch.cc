#include "learning/models/channel_scratch.h"

#include <cstddef>

#include "learning/models/neighbour_lists.h"

namespace attune::models {

ItemSums& channel_scratch(std::size_t item_count) {
  thread_local ItemSums sums(0);
  sums.clear();
  sums.grow(item_count);
  return sums;
}

}  // namespace attune::models
