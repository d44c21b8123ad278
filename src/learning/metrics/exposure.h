#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/ids.h"

namespace attune::metrics {

/// How often each item of the catalogue is shown in the lists of an offline test. Not thread-safe;
/// workers keep one each and merge.
class Exposure {
 public:
  explicit Exposure(std::size_t item_count) : counts_(item_count, 0) {}

  /// Items beyond the catalogue are ignored.
  void add(std::span<const data::ItemIndex> ranked);
  void merge(const Exposure& other);
  [[nodiscard]] std::span<const std::uint64_t> counts() const { return counts_; }

 private:
  std::vector<std::uint64_t> counts_;
};

/// The share of the items that have been shown, in [0, 1]; 0 without items.
[[nodiscard]] double coverage_of(std::span<const std::uint64_t> counts);

/// The Gini coefficient of the counts: 0 when all are shown equally often, near 1 when a few have
/// everything. With n counts in ascending order c_1..c_n:
///   G = (2 sum_i i c_i) / (n sum_i c_i) - (n + 1) / n
/// 0 without counts or when all are 0.
[[nodiscard]] double gini_of(std::span<const std::uint64_t> counts);

}  // namespace attune::metrics
