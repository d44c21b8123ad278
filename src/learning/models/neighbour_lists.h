#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// Sums by item, sparse in use and dense in memory: one float an item.
class ItemSums {
 public:
  explicit ItemSums(std::size_t item_count) : sums_(item_count, 0.0F) {}

  void add(std::uint32_t item, float amount) {
    if (sums_[item] == 0.0F) touched_.push_back(item);
    sums_[item] += amount;
  }
  /// Items with a sum, in the order in which they first came.
  [[nodiscard]] std::span<const std::uint32_t> touched() const { return touched_; }
  /// The sum of an item; may be changed, to 0 to drop the item.
  [[nodiscard]] float& at(std::uint32_t item) { return sums_[item]; }
  void clear();
  /// At least so many items from now on.
  void grow(std::size_t item_count);

 private:
  std::vector<float> sums_;
  std::vector<std::uint32_t> touched_;
};

/// For each item its strongest others, strongest first (by magnitude where weights have signs);
/// equal ones in the order of items.
struct NeighbourLists {
  std::vector<std::int64_t> offsets;  // items + 1
  std::vector<std::int32_t> items;
  std::vector<float> weights;

  struct Row {
    std::span<const std::int32_t> items;
    std::span<const float> weights;
  };
  [[nodiscard]] Row row(std::size_t item) const;
  [[nodiscard]] std::size_t item_count() const { return offsets.empty() ? 0 : offsets.size() - 1; }

  /// Tensors neighbour_offsets, neighbours and neighbour_weights.
  void add_to(Artefact& artefact) const;
  /// kInvalidInput for anything that is not a well-formed list over `item_count` items.
  [[nodiscard]] static Result<NeighbourLists> from(const Artefact& artefact,
                                                   std::size_t item_count);
};

/// All lists together hold at most this many neighbours (8 bytes each), unless
/// kNeighboursPerItemMin an item is more.
inline constexpr std::size_t kNeighboursTotalMax = 64'000'000;
inline constexpr std::size_t kNeighboursPerItemMin = 64;
/// `wanted`, or as many as the bounds above leave.
[[nodiscard]] std::size_t neighbours_per_item(std::size_t item_count, std::size_t wanted);

struct CountingOptions {
  std::size_t worker_count = 0;                   // 0: one per core
  std::function<bool(double fraction)> progress;  // false: stop, kCancelled
};

/// For a count that is the part [from, to] of a longer work.
[[nodiscard]] CountingOptions part_of_work(const CountingOptions& whole, double from, double to);

/// Which sums may become neighbours: those above 0, or any but 0, the largest magnitudes first.
enum class Keep : std::uint8_t { kPositive, kLargest };

/// Fills each item's sums with `fill` (called concurrently for different items, with that worker's
/// own cleared sums) and keeps the `per_item` strongest ones.
/// The result does not depend on the number of workers.
[[nodiscard]] Result<NeighbourLists> count_neighbours(
    std::size_t item_count, std::size_t per_item,
    const std::function<void(std::uint32_t item, ItemSums&)>& fill, const CountingOptions& options,
    Keep keep = Keep::kPositive);

}  // namespace attune::models
