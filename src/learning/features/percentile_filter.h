#pragma once

#include <cstddef>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::features {

/// The percentiles between which counts are kept, both in [0, 1] and both inclusive.
struct PercentileRange {
  double min = 0.0;
  double max = 1.0;
};

/// The smallest and largest count inside the range: linear interpolation between the sorted counts
/// (as numpy.percentile), zeros left out. {0, 0} when every count is zero.
struct CountRange {
  double min = 0.0;
  double max = 0.0;
  [[nodiscard]] bool holds(std::size_t count) const {
    return static_cast<double>(count) >= min && static_cast<double>(count) <= max;
  }
};
[[nodiscard]] CountRange count_range(std::vector<std::size_t> counts, PercentileRange range);

/// Leaves out the users with the shortest and longest histories
/// (min_/max_user_history_length_percentile). Indices stay as they are.
[[nodiscard]] data::InteractionTable keep_users_by_history_length(
    const data::InteractionTable& table, PercentileRange range);

/// Which items have an interaction count inside the range
/// (min_/max_item_interaction_count_percentile); one mark an item, false for items without events.
[[nodiscard]] std::vector<bool> items_by_interaction_count(const data::InteractionTable& table,
                                                           PercentileRange range);

}  // namespace attune::features
