#pragma once

#include <cstddef>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/session_index.h"

namespace attune::models {

struct SessionKnnOptions {
  SessionCut cut;
  std::size_t history_max = 50;         // newest distinct items of the user that are read
  std::size_t sessions_per_item = 500;  // the newest ones with an item that are candidates
  std::size_t neighbours_max = 200;     // k
  double position_decay = 0.8;          // weight of an item against the next newer one, in (0, 1]
  double distance_decay = 0.8;          // weight of an item against one nearer to the shared one
  double half_life_s = 0.0;  // a session this much older than the user counts half; 0: off
};
inline constexpr std::size_t kSessionHistoryMax = 1000;
inline constexpr std::size_t kSessionsPerItemMax = 100'000;
inline constexpr std::size_t kSessionNeighboursMax = 100'000;

/// Neighbouring sessions (Garg et al. 2019, STAN; Ludewig & Jannach 2018, V-SKNN):
///   sim(u, s) = sum over shared items x of position_decay^m(x) log(1 + N / n_x) / sqrt(|s|)
///               * 2^(-(now - newest event of s) / half_life)
///   score_i   = sum over the k most similar s of sim(u, s) * distance_decay^|p_s(i) - p_s(x*)|
/// m counts from the user's newest item, n_x of N sessions hold x, x* is the user's newest item in
/// s and p_s the position. An answer reads history_max * sessions_per_item candidates and
/// neighbours_max sessions of at most session_max items.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_session_knn(const data::InteractionTable& table,
                                                             const SessionKnnOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_session_knn(const Artefact& artefact);

}  // namespace attune::models
