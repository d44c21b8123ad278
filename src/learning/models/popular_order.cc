#include "learning/models/popular_order.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::models {

std::vector<float> popular_order(std::span<const std::int32_t> user_counts) {
  std::vector<float> scores(user_counts.size());
  std::ranges::transform(user_counts, scores.begin(), [](std::int32_t count) {
    return -1.0F / (1.0F + static_cast<float>(std::max(0, count)));
  });
  return scores;
}

}  // namespace attune::models
