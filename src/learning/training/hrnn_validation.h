#pragma once

#include "learning/training/hrnn_worker.h"
#include "learning/training/worker_team.h"

namespace attune::training {

/// The mean NDCG@10 of the held-out last events: each ranked against all items but those of the
/// user's history, ties counted against it. `weights.items` has a row for every item row.
[[nodiscard]] double validation_ndcg_at_10(const HrnnSequences& sequences, const Split& split,
                                           const StepWeights& weights,
                                           std::span<HrnnWorker> workers, WorkerTeam& team,
                                           std::size_t length_max);

}  // namespace attune::training
