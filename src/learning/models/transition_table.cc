#include "learning/models/transition_table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/occurrences.h"
#include "learning/models/transition_delta.h"

namespace attune::models {
namespace {

std::vector<float> distance_weights(std::size_t window, double exponent) {
  std::vector<float> weights;
  for (std::size_t k = 1; k <= window; ++k) {
    weights.push_back(static_cast<float>(std::pow(static_cast<double>(k), -exponent)));
  }
  return weights;
}

// (n_i / mean n)^-exponent, the mean over items that occur.
std::vector<float> popularity_discounts(const Occurrences& found, double exponent) {
  const std::size_t item_count = found.offsets.size() - 1;
  std::size_t occurring = 0;
  for (std::size_t item = 0; item < item_count; ++item)
    occurring += found.count(item) > 0 ? 1U : 0U;
  const double mean = static_cast<double>(found.rows.size()) /
                      static_cast<double>(std::max<std::size_t>(1, occurring));
  std::vector<float> discounts(item_count);
  for (std::size_t item = 0; item < item_count; ++item) {
    const auto count = static_cast<double>(std::max<std::size_t>(1, found.count(item)));
    discounts[item] = static_cast<float>(std::pow(count / mean, -exponent));
  }
  return discounts;
}

}  // namespace

Result<TransitionTable> TransitionTable::count(const data::InteractionTable& table,
                                               const TransitionOptions& options) {
  const Occurrences found = occurrences_of(table);
  const std::vector<float> by_distance =
      distance_weights(options.window, options.distance_exponent);
  std::vector<float> row_sums(table.item_count());
  std::vector<float> discounts = popularity_discounts(found, options.popularity_exponent);
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    auto row_sum = static_cast<float>(options.row_prior);
    for (std::uint64_t at = found.offsets[item]; at < found.offsets[item + 1]; ++at) {
      const std::uint64_t row = found.rows[at];
      const std::size_t reach =
          std::min<std::uint64_t>(by_distance.size(), found.user_end[row] - row - 1);
      for (std::size_t k = 1; k <= reach; ++k) {
        sums.add(static_cast<std::uint32_t>(table.item[row + k]), by_distance[k - 1]);
        row_sum += by_distance[k - 1];
      }
    }
    row_sums[item] = row_sum;
    for (const std::uint32_t other : sums.touched()) sums.at(other) *= discounts[other] / row_sum;
  };
  ATTUNE_TRY(next, count_neighbours(table.item_count(),
                                    neighbours_per_item(table.item_count(), options.neighbours_max),
                                    fill, options.counting));
  return TransitionTable(std::move(next), std::move(row_sums), std::move(discounts),
                         {.window = static_cast<double>(options.window),
                          .distance_exponent = options.distance_exponent,
                          .history_decay = options.history_decay,
                          .history_max = std::min(options.history_max, kHistoryMax)});
}

Result<TransitionTable> TransitionTable::from(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(next, NeighbourLists::from(artefact, item_count));
  ATTUNE_TRY(row_sums, read_floats(artefact, "row_sums", item_count));
  ATTUNE_TRY(discounts, read_floats(artefact, "discounts", item_count));
  ATTUNE_TRY(window, read_number(artefact, "window"));
  ATTUNE_TRY(distance_exponent, read_number(artefact, "distance_exponent"));
  ATTUNE_TRY(history_decay, read_number(artefact, "history_decay"));
  ATTUNE_TRY(history_max, read_number(artefact, "history_max"));
  const auto holds = [](const std::vector<float>& values) {
    return std::ranges::all_of(values, [](float x) { return x >= 0.0F && std::isfinite(x); });
  };
  if (!(history_decay > 0.0 && history_decay <= 1.0) ||
      !(history_max >= 1.0 && history_max <= static_cast<double>(kHistoryMax)) ||
      !(window >= 1.0 && window <= static_cast<double>(kHistoryMax)) ||
      !(distance_exponent >= 0.0 && distance_exponent <= 10.0) || !holds(next.weights) ||
      !holds(row_sums) || !holds(discounts)) {
    return invalid_input(
        "model artefact: an option or a weight of a transition table is out of range");
  }
  return TransitionTable(std::move(next), std::move(row_sums), std::move(discounts),
                         {.window = window,
                          .distance_exponent = distance_exponent,
                          .history_decay = history_decay,
                          .history_max = static_cast<std::size_t>(history_max)});
}

void TransitionTable::add_to(Artefact& artefact) const {
  artefact.configuration.add("window", reading_.window);
  artefact.configuration.add("distance_exponent", reading_.distance_exponent);
  artefact.configuration.add("history_decay", reading_.history_decay);
  artefact.configuration.add("history_max", static_cast<double>(reading_.history_max));
  next_.add_to(artefact);
  artefact.tensors.push_back(tensor_of("row_sums", row_sums_));
  artefact.tensors.push_back(tensor_of("discounts", discounts_));
}

template <typename Add>
void TransitionTable::each(std::span<const std::uint32_t> history, const TransitionDelta* delta,
                           const Add& add) const {
  double decayed = 1.0;
  for (std::size_t m = 0; m < std::min(history.size(), reading_.history_max); ++m) {
    const std::uint32_t from = history[history.size() - 1 - m];
    const auto weight = static_cast<float>(decayed);
    decayed *= reading_.history_decay;
    const TransitionDelta::Row* fresh = delta ? delta->row(from) : nullptr;
    // A row without transitions has no sum but the prior's, maybe 0.
    const float sum = row_sums_[from] + (fresh ? fresh->sum : 0.0F);
    if (!(sum > 0.0F)) continue;
    const float kept = weight * (row_sums_[from] / sum);
    const auto row = next_.row(from);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      add(static_cast<std::uint32_t>(row.items[i]), kept * row.weights[i]);
    }
    if (fresh == nullptr) continue;
    for (const TransitionDelta::Entry& entry : fresh->entries) {
      add(entry.item, weight * entry.amount / sum * discounts_[entry.item]);
    }
  }
}

void TransitionTable::add(std::span<const std::uint32_t> history, ItemSums& t,
                          const TransitionDelta* delta) const {
  each(history, delta, [&t](std::uint32_t item, float amount) { t.add(item, amount); });
}

void TransitionTable::add(std::span<const std::uint32_t> history, std::span<float> t,
                          const TransitionDelta* delta) const {
  each(history, delta, [t](std::uint32_t item, float amount) { t[item] += amount; });
}

TransitionDelta TransitionTable::start_delta() const {
  return TransitionDelta(
      distance_weights(static_cast<std::size_t>(reading_.window), reading_.distance_exponent));
}

}  // namespace attune::models
