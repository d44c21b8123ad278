#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learning/training/hrnn_sequences.h"

namespace attune::training {

/// A stretch of one user's history: events [first, first + length) are read, and each predicts the
/// one behind it.
struct Stretch {
  std::uint32_t user = 0;
  std::size_t first = 0;
  std::size_t length = 0;
};

/// What training may read of each user: everything, or all but the last event where that is held
/// out for validation.
struct Split {
  std::vector<std::uint32_t> training_users;    // with at least two events to train on
  std::vector<std::uint32_t> validation_users;  // ascending
  std::vector<bool> held_out;                   // by user
};
struct SplitOptions {
  double validation_user_share = 0.0;
  std::uint64_t seed = 1;
};
/// Fewer than kValidationUsersMin cannot tell epochs apart: then more users are taken, but at most
/// a quarter, unless the share asks for more; 0 stays 0.
inline constexpr std::size_t kValidationUsersMin = 200;
/// `offsets`: user u owns events [offsets[u], offsets[u + 1]).
[[nodiscard]] Split make_split(std::span<const std::uint64_t> offsets, const SplitOptions& options);

/// The newest events of a user: to train on, or (of a held-out user) to predict the last one from.
[[nodiscard]] Stretch training_stretch(const HrnnSequences& sequences, const Split& split,
                                       std::uint32_t user, std::size_t length_max);
[[nodiscard]] Stretch validation_stretch(const HrnnSequences& sequences, std::uint32_t user,
                                         std::size_t length_max);

}  // namespace attune::training
