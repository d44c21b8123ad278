#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_table.h"

namespace attune::models {

/// How much what was counted says beside a network: 0 and 0 leave the network alone.
struct BlendWeights {
  double window = 0.0;    // a
  double adjacent = 0.0;  // b
  [[nodiscard]] bool none() const { return window == 0.0 && adjacent == 0.0; }
  friend bool operator==(const BlendWeights&, const BlendWeights&) = default;
};
inline constexpr double kBlendWeightMax = 1000.0;

/// What goes with the user's newest events, counted:
///   e_i = a log(1 + t_i / kWindowFloor) + b M1_i
/// t is the transition score of the newest 20 events, M1_i = c1[x -> i] / (sum c1[x -> .] + 5) the
/// share of i among the direct successors of the newest item x. The first term is
/// a log(t_i + kWindowFloor) less the constant that items without a count share, so that e_i is 0
/// for them.
struct ShortTermChannel {
  TransitionTable window;
  TransitionTable adjacent;

  [[nodiscard]] static Result<ShortTermChannel> fit(const data::InteractionTable& table,
                                                    const CountingOptions& counting);
};
inline constexpr double kWindowFloor = 1e-4;

/// What the counts say for an item after a history.
struct ShortTermEvidence {
  std::uint32_t item = 0;
  float log_window = 0.0F;  // log(1 + t_i / kWindowFloor)
  float adjacent = 0.0F;    // M1_i
};
/// Each item with a count, once; `history` oldest first, of items of the tables.
[[nodiscard]] std::vector<ShortTermEvidence> evidence_after(const ShortTermChannel& channel,
                                                            std::span<const std::uint32_t> history);

}  // namespace attune::models
