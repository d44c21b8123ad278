#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/data/ids.h"

namespace attune::metrics {

/// The distinct items that appear in any of the test users' lists, as a share of the catalogue:
/// what the protocol calls "items the model might recommend". Not thread-safe; workers keep one
/// each and merge.
class Coverage {
 public:
  explicit Coverage(std::size_t item_count) : seen_(item_count, false) {}

  /// Items beyond the catalogue are ignored.
  void add(std::span<const data::ItemIndex> ranked);
  void merge(const Coverage& other);
  /// In [0, 1]; 0 for an empty catalogue.
  [[nodiscard]] double share() const;

 private:
  std::vector<bool> seen_;
};

}  // namespace attune::metrics
