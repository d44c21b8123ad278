#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/short_term.h"

namespace attune::training {

struct BlendSearch {
  std::span<const std::uint32_t> held_out_users;  // whose last event the network never saw
  std::size_t sequence_length_max = 200;          // newest events that are read
  models::CountingOptions counting;
};

struct BlendChoice {
  models::BlendWeights weights;
  std::size_t user_count = 0;
  double network_ndcg_at_10 = 0.0;
  double blend_ndcg_at_10 = 0.0;
};

/// At most so many held-out users are asked, evenly chosen.
inline constexpr std::size_t kSearchUsersMax = 2000;

/// The weights of the short-term channel, from a grid, that rank the held-out last events best
/// beside `network`: mean NDCG@10 among all items but the user's history, ties counted against the
/// target. The channel is counted without the held-out events. No weights unless the gain over the
/// network alone is larger than its standard error over the users; none without two users.
/// kCancelled when `counting.progress` says stop.
[[nodiscard]] Result<BlendChoice> choose_blend(const data::InteractionTable& table,
                                               const models::Model& network,
                                               const BlendSearch& search);

}  // namespace attune::training
