#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace attune::models {

/// Transitions that came after a table was counted, in the table's units: what the k-th newest item
/// before an event adds to the row of that item. Bounded: beyond kRowsMax rows the oldest row goes,
/// beyond kRowItemsMax items of a row its weakest; about 50 MB at most. Reading while adding is the
/// caller's to prevent.
class TransitionDelta {
 public:
  static constexpr std::size_t kRowsMax = 50'000;
  static constexpr std::size_t kRowItemsMax = 128;

  struct Entry {
    std::uint32_t item = 0;
    float amount = 0.0F;
  };
  struct Row {
    float sum = 0.0F;  // of all that was ever added
    std::vector<Entry> entries;
  };

  /// `by_distance[k - 1]`: what the k-th next item counts.
  explicit TransitionDelta(std::vector<float> by_distance) : by_distance_(std::move(by_distance)) {}

  /// `item` came after `history`, oldest first.
  void add(std::span<const std::uint32_t> history, std::uint32_t item);
  /// Null: nothing came after `item`.
  [[nodiscard]] const Row* row(std::uint32_t item) const;
  [[nodiscard]] std::size_t row_count() const { return rows_.size(); }

 private:
  Row& row_to_change(std::uint32_t item);

  std::vector<float> by_distance_;
  std::unordered_map<std::uint32_t, Row> rows_;
  std::vector<std::uint32_t> by_age_;  // a ring of the rows' items once it is full
  std::size_t oldest_ = 0;
};

}  // namespace attune::models
