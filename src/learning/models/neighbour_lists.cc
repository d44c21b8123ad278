#include "learning/models/neighbour_lists.h"

#include <algorithm>
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

struct Neighbour {
  std::int32_t item;
  float weight;
};

bool stronger(const Neighbour& a, const Neighbour& b) {
  const float x = std::abs(a.weight);
  const float y = std::abs(b.weight);
  return x != y ? x > y : a.item < b.item;
}

std::vector<Neighbour> strongest(ItemSums& sums, std::size_t count, Keep keep) {
  std::vector<Neighbour> row;
  row.reserve(sums.touched().size());
  for (const std::uint32_t other : sums.touched()) {
    const float weight = sums.at(other);
    if (weight > 0.0F || (keep == Keep::kLargest && weight < 0.0F))
      row.push_back({static_cast<std::int32_t>(other), weight});
  }
  if (row.size() > count) {
    std::nth_element(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), row.end(),
                     stronger);
    row.resize(count);
  }
  std::ranges::sort(row, stronger);
  row.shrink_to_fit();
  return row;
}

NeighbourLists joined(std::vector<std::vector<Neighbour>>& rows) {
  NeighbourLists lists;
  lists.offsets.reserve(rows.size() + 1);
  lists.offsets.push_back(0);
  std::size_t total = 0;
  for (const auto& row : rows) {
    total += row.size();
    lists.offsets.push_back(static_cast<std::int64_t>(total));
  }
  lists.items.reserve(total);
  lists.weights.reserve(total);
  for (auto& row : rows) {
    for (const Neighbour& neighbour : row) {
      lists.items.push_back(neighbour.item);
      lists.weights.push_back(neighbour.weight);
    }
    std::vector<Neighbour>().swap(row);
  }
  return lists;
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
  features::BlockWork work{.count = item_count,
                           .block_size = 64,
                           .worker_count = options.worker_count,
                           .run = {},
                           .keep_going = options.progress};
  std::vector<ItemSums> sums(features::worker_count_of(work), ItemSums(item_count));
  std::vector<std::vector<Neighbour>> rows(item_count);
  work.run = [&](std::size_t worker, std::size_t begin, std::size_t end) {
    for (std::size_t item = begin; item < end; ++item) {
      const auto index = static_cast<std::uint32_t>(item);
      fill(index, sums[worker]);
      rows[item] = strongest(sums[worker], per_item, keep);
      sums[worker].clear();
    }
  };
  if (!features::parallel_blocks(work)) {
    return failure(ErrorCode::kCancelled, "counting neighbours was asked to stop");
  }
  return joined(rows);
}

}  // namespace attune::models
