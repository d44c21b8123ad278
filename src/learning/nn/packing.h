#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "foundation/base/check.h"

namespace attune::nn {

/// Sequences of different lengths side by side, time-major and without padding: the rows of step t
/// are the sequences longer than t. Lanes are sorted by length, longest first, so that lane l of
/// step t is row first_row(t) + l, and the active lanes of a step are always its first ones.
class Packing {
 public:
  Packing() = default;
  /// `lengths` descending, all > 0.
  explicit Packing(std::span<const std::size_t> lengths)
      : lengths_(lengths.begin(), lengths.end()) {
    const std::size_t steps = lengths.empty() ? 0 : lengths.front();
    first_rows_.assign(steps + 1, 0);
    std::size_t active = lengths.size();
    for (std::size_t t = 0; t < steps; ++t) {
      while (active > 0 && lengths[active - 1] <= t) --active;
      first_rows_[t + 1] = first_rows_[t] + active;
    }
    for (std::size_t l = 1; l < lengths.size(); ++l) ATTUNE_CHECK(lengths[l] <= lengths[l - 1]);
  }

  [[nodiscard]] std::size_t lane_count() const { return lengths_.size(); }
  [[nodiscard]] std::size_t length(std::size_t lane) const { return lengths_[lane]; }
  [[nodiscard]] std::size_t step_count() const {
    return first_rows_.empty() ? 0 : first_rows_.size() - 1;
  }
  [[nodiscard]] std::size_t row_count() const {
    return first_rows_.empty() ? 0 : first_rows_.back();
  }
  [[nodiscard]] std::size_t first_row(std::size_t step) const { return first_rows_[step]; }
  [[nodiscard]] std::size_t active_lanes(std::size_t step) const {
    return first_rows_[step + 1] - first_rows_[step];
  }
  [[nodiscard]] std::size_t row(std::size_t step, std::size_t lane) const {
    return first_rows_[step] + lane;
  }

 private:
  std::vector<std::size_t> lengths_;
  std::vector<std::size_t> first_rows_;
};

}  // namespace attune::nn
