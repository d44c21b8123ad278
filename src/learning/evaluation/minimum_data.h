#pragma once

#include <cstddef>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"

namespace attune::evaluation {

inline constexpr std::size_t kInteractionsMin = 1000;
inline constexpr std::size_t kActiveUsersMin = 25;  // users with two interactions or more
inline constexpr double kActiveUserShareMin = 0.01;

/// What the service asks of training data (reference 4.10), in its words. `event_type` is the one
/// that interactions were filtered by, or empty.
[[nodiscard]] Result<void> check_minimum_data(const data::InteractionTable& table,
                                              std::string_view event_type);

}  // namespace attune::evaluation
