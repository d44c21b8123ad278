#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/training/held_out_ranks.h"

namespace attune::training {

struct BlendSearch {
  std::span<const std::uint32_t> held_out_users;  // whose last event the network never saw
  std::size_t sequence_length_max = 200;          // newest events that are read
  std::span<const models::ChannelKind> kinds = models::channel_kinds();
  models::CountingOptions counting;
};

struct BlendChoice {
  std::vector<double> weights;  // by kind
  std::size_t user_count = 0;
  double network_ndcg_at_10 = 0.0;
  double blend_ndcg_at_10 = 0.0;
};

/// At most so many held-out users are asked, evenly chosen, and fewer of a large catalogue: the
/// scores that are looked at are bounded.
inline constexpr std::size_t kSearchUsersMax = 2000;
inline constexpr std::size_t kSearchScoresMax = 200'000'000;

/// The weights that rank the held-out last events best beside `network`: mean NDCG@10 among all
/// items but the user's history, ties counted against the target. Channels are counted without the
/// held-out events, and popularity as it was before each.
/// Coordinate search over each kind's weights from their start: a weight moves when the gain is
/// more than half its standard error over the users, and goes when that loses less. No weights
/// unless the gain of all over the network alone is larger than its standard error; none without
/// two users. kCancelled when `counting.progress` says stop.
[[nodiscard]] Result<BlendChoice> choose_blend(const data::InteractionTable& table,
                                               const models::Model& network,
                                               const BlendSearch& search);

/// The coordinate search alone; `kinds` are those of the channels of `ranks`.
[[nodiscard]] BlendChoice search_weights(const HeldOutRanks& ranks,
                                         std::span<const models::ChannelKind> kinds);

/// A channel of each kind, null where there is nothing to count.
[[nodiscard]] Result<std::vector<std::unique_ptr<const models::Channel>>> fit_channels(
    std::span<const models::ChannelKind> kinds, const data::InteractionTable& table,
    const models::CountingOptions& counting);

}  // namespace attune::training
