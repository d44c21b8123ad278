#include "learning/models/neighbour_lists.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"

namespace attune::models {
namespace {

constexpr std::size_t kBlock = 64;  // rows that a worker takes at a time
// Rows that are held twice, as they were counted and in the lists.
constexpr std::size_t kRowsAtOnce = 65'536;

struct Neighbour {
  std::int32_t item;
  float weight;
};

/// Orders as the magnitude does, equal ones the lower item first: the bits of a positive float rise
/// with it.
std::uint64_t key_of(float weight, std::uint32_t item) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(std::abs(weight))} << 32U | ~item;
}

std::vector<Neighbour> strongest(ItemSums& sums, std::size_t count, Keep keep) {
  std::vector<std::uint64_t> keys;
  keys.reserve(sums.touched().size());
  for (const std::uint32_t other : sums.touched()) {
    const float weight = sums.at(other);
    if (weight > 0.0F || (keep == Keep::kLargest && weight < 0.0F)) {
      keys.push_back(key_of(weight, other));
    }
  }
  if (keys.size() > count) {
    std::ranges::nth_element(keys, keys.begin() + static_cast<std::ptrdiff_t>(count),
                             std::greater<>());
    keys.resize(count);
  }
  std::ranges::sort(keys, std::greater<>());
  std::vector<Neighbour> row;
  row.reserve(keys.size());
  for (const std::uint64_t key : keys) {
    const std::uint32_t item = ~static_cast<std::uint32_t>(key);
    row.push_back({static_cast<std::int32_t>(item), sums.at(item)});
  }
  return row;
}

/// Moves the rows behind the lists, which will be of `item_count` rows about as long.
void append(std::vector<std::vector<Neighbour>>& rows, std::size_t item_count,
            NeighbourLists& lists) {
  std::size_t total = lists.items.size();
  for (const auto& row : rows) total += row.size();
  if (total > lists.items.capacity()) {
    const std::size_t done = lists.offsets.size() - 1 + rows.size();
    const std::size_t expected = total + total / done * (item_count - done);
    lists.items.reserve(expected);
    lists.weights.reserve(expected);
  }
  for (auto& row : rows) {
    for (const Neighbour& neighbour : row) {
      lists.items.push_back(neighbour.item);
      lists.weights.push_back(neighbour.weight);
    }
    lists.offsets.push_back(static_cast<std::int64_t>(lists.items.size()));
    std::vector<Neighbour>().swap(row);
  }
}

bool is_well_formed(const NeighbourLists& lists, std::size_t item_count) {
  const auto in_catalogue = [&](std::int32_t item) {
    return item >= 0 && static_cast<std::size_t>(item) < item_count;
  };
  return lists.offsets.front() == 0 && std::ranges::is_sorted(lists.offsets) &&
         static_cast<std::size_t>(lists.offsets.back()) == lists.items.size() &&
         std::ranges::all_of(lists.items, in_catalogue) &&
         std::ranges::all_of(lists.weights, [](float weight) { return std::isfinite(weight); });
}

}  // namespace

void ItemSums::clear() {
  for (const std::uint32_t item : touched_) sums_[item] = 0.0F;
  touched_.clear();
}

void ItemSums::grow(std::size_t item_count) {
  if (sums_.size() < item_count) sums_.resize(item_count, 0.0F);
}

NeighbourLists::Row NeighbourLists::row(std::size_t item) const {
  const auto begin = static_cast<std::size_t>(offsets[item]);
  const auto length = static_cast<std::size_t>(offsets[item + 1]) - begin;
  return {.items = std::span(items).subspan(begin, length),
          .weights = std::span(weights).subspan(begin, length)};
}

void NeighbourLists::add_to(Artefact& artefact) const {
  artefact.tensors.push_back(tensor_of("neighbour_offsets", offsets));
  artefact.tensors.push_back(tensor_of("neighbours", items));
  artefact.tensors.push_back(tensor_of("neighbour_weights", weights));
}

Result<NeighbourLists> NeighbourLists::from(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(offsets, read_longs(artefact, "neighbour_offsets", item_count + 1));
  ATTUNE_TRY(items, read_integers(artefact, "neighbours", kAnyLength));
  ATTUNE_TRY(weights, read_floats(artefact, "neighbour_weights", items.size()));
  NeighbourLists lists{
      .offsets = std::move(offsets), .items = std::move(items), .weights = std::move(weights)};
  if (!is_well_formed(lists, item_count)) {
    return invalid_input("model artefact: neighbours are not lists over " +
                         std::to_string(item_count) + " items");
  }
  return lists;
}

std::size_t neighbours_per_item(std::size_t item_count, std::size_t wanted) {
  const std::size_t affordable = kNeighboursTotalMax / std::max<std::size_t>(1, item_count);
  return std::min(wanted, std::max(affordable, kNeighboursPerItemMin));
}

CountingOptions part_of_work(const CountingOptions& whole, double from, double to) {
  if (!whole.progress) return whole;
  return {.worker_count = whole.worker_count,
          .progress = [progress = whole.progress, from, to](double fraction) {
            return progress(from + fraction * (to - from));
          }};
}

Result<NeighbourLists> count_neighbours(
    std::size_t item_count, std::size_t per_item,
    const std::function<void(std::uint32_t item, ItemSums&)>& fill, const CountingOptions& options,
    Keep keep) {
  std::vector<ItemSums> sums(features::worker_count_of({.count = item_count,
                                                        .block_size = kBlock,
                                                        .worker_count = options.worker_count,
                                                        .run = {},
                                                        .keep_going = {}}),
                             ItemSums(item_count));
  NeighbourLists lists;
  lists.offsets.push_back(0);
  for (std::size_t first = 0; first < item_count; first += kRowsAtOnce) {
    std::vector<std::vector<Neighbour>> rows(std::min(kRowsAtOnce, item_count - first));
    features::BlockWork work{.count = rows.size(),
                             .block_size = kBlock,
                             .worker_count = options.worker_count,
                             .run = {},
                             .keep_going = {}};
    work.run = [&](std::size_t worker, std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        fill(static_cast<std::uint32_t>(first + row), sums[worker]);
        rows[row] = strongest(sums[worker], per_item, keep);
        sums[worker].clear();
      }
    };
    if (options.progress) {
      work.keep_going = [&](double fraction) {
        const double done =
            static_cast<double>(first) + fraction * static_cast<double>(rows.size());
        return options.progress(done / static_cast<double>(item_count));
      };
    }
    if (!features::parallel_blocks(work)) {
      return failure(ErrorCode::kCancelled, "counting neighbours was asked to stop");
    }
    append(rows, item_count, lists);
  }
  return lists;
}

}  // namespace attune::models
