#include "learning/models/short_term.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

constexpr double kAdjacentPrior = 5.0;

}  // namespace

Result<ShortTermChannel> ShortTermChannel::fit(const data::InteractionTable& table,
                                               const CountingOptions& counting) {
  ATTUNE_TRY(window, TransitionTable::count(table, {.counting = part_of_work(counting, 0.0, 0.5)}));
  ATTUNE_TRY(adjacent,
             TransitionTable::count(table, {.window = 1,
                                            .popularity_exponent = 0.0,
                                            .row_prior = kAdjacentPrior,
                                            .history_max = 1,
                                            .counting = part_of_work(counting, 0.5, 1.0)}));
  return ShortTermChannel{.window = std::move(window), .adjacent = std::move(adjacent)};
}

std::vector<ShortTermEvidence> evidence_after(const ShortTermChannel& channel,
                                              std::span<const std::uint32_t> history) {
  ItemSums window(channel.window.item_count());
  ItemSums adjacent(channel.adjacent.item_count());
  channel.window.add(history, window);
  channel.adjacent.add(history, adjacent);
  constexpr auto kScale = static_cast<float>(1.0 / kWindowFloor);
  std::vector<ShortTermEvidence> evidence;
  evidence.reserve(window.touched().size() + adjacent.touched().size());
  for (const std::uint32_t item : window.touched()) {
    evidence.push_back({.item = item,
                        .log_window = std::log1p(window.at(item) * kScale),
                        .adjacent = adjacent.at(item)});
  }
  for (const std::uint32_t item : adjacent.touched()) {
    if (window.at(item) == 0.0F) {
      evidence.push_back({.item = item, .log_window = 0.0F, .adjacent = adjacent.at(item)});
    }
  }
  return evidence;
}

}  // namespace attune::models
