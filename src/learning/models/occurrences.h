#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::models {

/// Where each item occurs: rows of the table, by item. Memory: 16 bytes a row.
struct Occurrences {
  std::vector<std::uint64_t> offsets;   // items + 1
  std::vector<std::uint64_t> rows;      // of the items, ascending
  std::vector<std::uint64_t> user_end;  // by row of the table: one past its user's last

  [[nodiscard]] std::size_t count(std::size_t item) const {
    return offsets[item + 1] - offsets[item];
  }
  /// Calls `visit(row + k, k)` for k = 1 .. window behind each occurrence of the item, inside a
  /// user.
  template <typename Visit>
  void each_behind(std::size_t item, std::size_t window, const Visit& visit) const {
    for (std::uint64_t at = offsets[item]; at < offsets[item + 1]; ++at) {
      const std::uint64_t row = rows[at];
      for (std::size_t k = 1; k <= window && row + k < user_end[row]; ++k) visit(row + k, k);
    }
  }
  /// Calls `visit(row - k, k)` likewise before each occurrence.
  template <typename Visit>
  void each_before(std::size_t item, std::size_t window, const Visit& visit) const {
    for (std::uint64_t at = offsets[item]; at < offsets[item + 1]; ++at) {
      const std::uint64_t row = rows[at];
      for (std::size_t k = 1; k <= window && k <= row && user_end[row - k] == user_end[row]; ++k) {
        visit(row - k, k);
      }
    }
  }
};

[[nodiscard]] Occurrences occurrences_of(const data::InteractionTable& table);

}  // namespace attune::models
