#include "learning/models/recent_items.h"

#include <algorithm>
#include <cstdint>
#include <memory>

#include "learning/models/model.h"

namespace attune::models {

std::unique_ptr<UserState> RecentItems::clone() const {
  return std::make_unique<RecentItems>(*this);
}

void RecentItems::append(std::uint32_t item) {
  if (capacity_ == 0) return;
  if (items_.size() >= capacity_) items_.erase(items_.begin());
  items_.push_back(item);
}

void RecentItems::append_distinct(std::uint32_t item) {
  const auto [first, last] = std::ranges::remove(items_, item);
  items_.erase(first, last);
  append(item);
}

}  // namespace attune::models
