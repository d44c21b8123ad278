#include "learning/models/ease_table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/tensor/cholesky.h"
#include "foundation/tensor/matrix.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/incidence.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {
namespace {

constexpr std::uint32_t kNoPosition = 0xFFFFFFFF;
// Shares of the work: counting, the inverse, choosing what is kept.
constexpr double kCounted = 0.3;
constexpr double kInverted = 0.8;

/// The items that have events, in order: the rows of the matrix.
struct Positions {
  std::vector<std::uint32_t> items;        // by position
  std::vector<std::uint32_t> position_of;  // by item
};

Positions positions_of(const Incidence& incidence) {
  Positions positions;
  positions.position_of.assign(incidence.item_count(), kNoPosition);
  for (std::uint32_t item = 0; item < incidence.item_count(); ++item) {
    if (incidence.users_of(item).empty()) continue;
    positions.position_of[item] = static_cast<std::uint32_t>(positions.items.size());
    positions.items.push_back(item);
  }
  return positions;
}

Result<void> check(const EaseOptions& options, std::size_t items) {
  if (!(options.ridge > 0.0) || !std::isfinite(options.ridge)) {
    return invalid_input("ridge: must be above 0");
  }
  if (!(options.history_decay > 0.0 && options.history_decay <= 1.0)) {
    return invalid_input("history_decay: must be in (0, 1]");
  }
  if (!EaseTable::fits(items)) {
    return invalid_input("EASE: " + std::to_string(items) + " items have events, at most " +
                         std::to_string(kEaseItemsMax) + " fit its matrix");
  }
  return {};
}

/// The lower triangle of X^T X + ridge I.
Result<void> add_gram(const Incidence& incidence, const Positions& positions,
                      const EaseOptions& options, tensor::MatrixView gram) {
  const auto counting = part_of_work(options.counting, 0.0, kCounted);
  const bool done = features::parallel_blocks(
      {.count = gram.rows,
       .block_size = 16,
       .worker_count = counting.worker_count,
       .run =
           [&](std::size_t, std::size_t begin, std::size_t end) {
             for (std::size_t position = begin; position < end; ++position) {
               float* row = gram.row(position);
               const std::uint32_t item = positions.items[position];
               for (const std::uint32_t user : incidence.users_of(item)) {
                 for (const std::uint32_t other : incidence.items_of(user)) {
                   if (other > item) break;
                   row[positions.position_of[other]] += 1.0F;
                 }
               }
               row[position] += static_cast<float>(options.ridge);
             }
           },
       .keep_going = counting.progress});
  if (!done) return failure(ErrorCode::kCancelled, "counting for EASE was asked to stop");
  return {};
}

}  // namespace

std::size_t items_with_events(const data::InteractionTable& table) {
  std::vector<bool> has_events(table.item_count(), false);
  for (const data::ItemIndex item : table.item) has_events[data::raw(item)] = true;
  return static_cast<std::size_t>(std::ranges::count(has_events, true));
}

Result<EaseTable> EaseTable::fit(const data::InteractionTable& table, const EaseOptions& options) {
  ATTUNE_TRY_VOID(check(options, items_with_events(table)));
  const Incidence incidence = incidence_of(table, {});
  const Positions positions = positions_of(incidence);
  const std::size_t n = positions.items.size();
  std::vector<float> values(n * n, 0.0F);
  const tensor::MatrixView inverse(values.data(), n, n);
  ATTUNE_TRY_VOID(add_gram(incidence, positions, options, inverse));
  ATTUNE_TRY_VOID(tensor::cholesky_inverse(inverse, options.counting.worker_count));
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    const std::uint32_t position = positions.position_of[item];
    if (position == kNoPosition) return;
    for (std::uint32_t other = 0; other < n; ++other) {
      if (other == position) continue;
      sums.add(positions.items[other], -inverse.row(position)[other] / inverse.row(other)[other]);
    }
  };
  ATTUNE_TRY(weights, count_neighbours(
                          table.item_count(), neighbours_per_item(n, options.neighbours_max), fill,
                          part_of_work(options.counting, kInverted, 1.0), Keep::kLargest));
  return EaseTable(std::move(weights), options.history_decay,
                   std::min(options.history_max, kEaseHistoryMax));
}

Result<EaseTable> EaseTable::from(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(weights, NeighbourLists::from(artefact, item_count));
  ATTUNE_TRY(history_decay, read_number(artefact, "history_decay"));
  ATTUNE_TRY(history_max, read_number(artefact, "history_max"));
  if (!(history_decay > 0.0 && history_decay <= 1.0) ||
      !(history_max >= 1.0 && history_max <= static_cast<double>(kEaseHistoryMax))) {
    return invalid_input("model artefact: history_decay or history_max of EASE is out of range");
  }
  return EaseTable(std::move(weights), history_decay, static_cast<std::size_t>(history_max));
}

void EaseTable::add_to(Artefact& artefact) const {
  artefact.configuration.add("history_decay", history_decay_);
  artefact.configuration.add("history_max", static_cast<double>(history_max_));
  weights_.add_to(artefact);
}

template <typename Add>
void EaseTable::each(std::span<const std::uint32_t> history, const Add& add) const {
  double weight = 1.0;
  for (std::size_t m = 0; m < std::min(history.size(), history_max_); ++m) {
    const auto row = weights_.row(history[history.size() - 1 - m]);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      add(static_cast<std::uint32_t>(row.items[i]), static_cast<float>(weight) * row.weights[i]);
    }
    weight *= history_decay_;
  }
}

void EaseTable::add(std::span<const std::uint32_t> history, ItemSums& e) const {
  each(history, [&e](std::uint32_t item, float amount) { e.add(item, amount); });
}

void EaseTable::add(std::span<const std::uint32_t> history, std::span<float> e) const {
  each(history, [&e](std::uint32_t item, float amount) { e[item] += amount; });
}

}  // namespace attune::models
