#include "learning/metrics/coverage.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "domain/data/ids.h"

namespace attune::metrics {

void Coverage::add(std::span<const data::ItemIndex> ranked) {
  for (const data::ItemIndex item : ranked) {
    if (data::raw(item) < seen_.size()) seen_[data::raw(item)] = true;
  }
}

void Coverage::merge(const Coverage& other) {
  const std::size_t count = std::min(seen_.size(), other.seen_.size());
  for (std::size_t item = 0; item < count; ++item) {
    if (other.seen_[item]) seen_[item] = true;
  }
}

double Coverage::share() const {
  if (seen_.empty()) return 0.0;
  return static_cast<double>(std::ranges::count(seen_, true)) / static_cast<double>(seen_.size());
}

}  // namespace attune::metrics
