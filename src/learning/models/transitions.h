#pragma once

#include <cstddef>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

struct TransitionOptions {
  std::size_t window = 10;            // events ahead that an item predicts
  double distance_exponent = 0.7;     // the k-th next item counts k^-exponent
  double popularity_exponent = 0.15;  // discount (n_i / mean n)^-exponent
  double history_decay = 0.8;         // weight of an event against the next newer one
  std::size_t history_max = 20;       // newest events that are read
  std::size_t neighbours_max = 128;   // kept for each item
  double popularity_mass = 1e-4;      // spread over all items by popularity
  CountingOptions counting;
};

/// Ordered transition counts:
///   T[j -> i] = sum of k^-0.7 over all "i is the k-th event after j", k <= window,
///               / row sum / (n_i / mean n)^0.15
///   t_i       = sum over the newest events x_m (m = 0 the newest) of 0.8^m T[x_m -> i]
/// score_i = log(t_i + popularity_mass * p_i), p_i the share of i among all events.
/// The short-term channel of the recipes, and a strong model by itself.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_transitions(const data::InteractionTable& table,
                                                             const TransitionOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_transitions(const Artefact& artefact);

}  // namespace attune::models
