#pragma once

#include <cstdint>

#include "learning/models/channel.h"

namespace attune::models {

/// What tends to follow a user's newest events (transition_table.h):
///   e_i = log(1 + t_i / kWindowFloor)
/// which is log(t_i + kWindowFloor) less the constant that items without a count share.
[[nodiscard]] ChannelKind window_channel();
inline constexpr double kWindowFloor = 1e-4;

/// The share of i among the direct successors of the newest item x:
///   e_i = c1[x -> i] / (sum c1[x -> .] + 5)
[[nodiscard]] ChannelKind adjacent_channel();

/// Popularity now (live_popularity.h): e_i = log(1 + pop_i(now)), with a half-life of so many days.
[[nodiscard]] ChannelKind popularity_of_a_day();
[[nodiscard]] ChannelKind popularity_of_a_week();
[[nodiscard]] ChannelKind popularity_of_a_quarter();

}  // namespace attune::models
