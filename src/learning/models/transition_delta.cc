#include "learning/models/transition_delta.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace attune::models {

void TransitionDelta::add(std::span<const std::uint32_t> history, std::uint32_t item) {
  const std::size_t reach = std::min(by_distance_.size(), history.size());
  for (std::size_t k = 1; k <= reach; ++k) {
    Row& row = row_to_change(history[history.size() - k]);
    row.sum += by_distance_[k - 1];
    const auto found = std::ranges::find(row.entries, item, &Entry::item);
    if (found != row.entries.end()) {
      found->amount += by_distance_[k - 1];
    } else if (row.entries.size() < kRowItemsMax) {
      row.entries.push_back({.item = item, .amount = by_distance_[k - 1]});
    } else {
      *std::ranges::min_element(row.entries, {}, &Entry::amount) = {.item = item,
                                                                    .amount = by_distance_[k - 1]};
    }
  }
}

const TransitionDelta::Row* TransitionDelta::row(std::uint32_t item) const {
  const auto found = rows_.find(item);
  return found == rows_.end() ? nullptr : &found->second;
}

TransitionDelta::Row& TransitionDelta::row_to_change(std::uint32_t item) {
  const auto found = rows_.find(item);
  if (found != rows_.end()) return found->second;
  if (by_age_.size() < kRowsMax) {
    by_age_.push_back(item);
  } else {
    rows_.erase(by_age_[oldest_]);
    by_age_[oldest_] = item;
    oldest_ = (oldest_ + 1) % kRowsMax;
  }
  return rows_[item];
}

}  // namespace attune::models
