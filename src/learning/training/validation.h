#pragma once

#include "learning/training/network_worker.h"
#include "learning/training/worker_team.h"

namespace attune::training {

/// An epoch's validation makes about so many scores at most: of large catalogues evenly chosen
/// users are asked, at least kValidationUsersMin.
inline constexpr std::size_t kValidationScoresMax = std::size_t{1} << 31;
[[nodiscard]] std::size_t validation_users_max(std::size_t items);

/// The NDCG@10 of each held-out last event of those users, in one order for one split: each ranked
/// against all items but those of the user's history, ties counted against it. `weights.items` has
/// a row for every item row.
[[nodiscard]] std::vector<double> validation_gains_at_10(const HrnnSequences& sequences,
                                                         const Split& split,
                                                         const StepWeights& weights,
                                                         std::span<NetworkWorker> workers,
                                                         WorkerTeam& team, std::size_t length_max);

}  // namespace attune::training
