#pragma once

#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/transition_table.h"

namespace attune::models {

/// A transition table as a model: score_i = log(t_i + popularity_mass * p_i), p_i the share of i
/// among all events. A strong model by itself.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_transitions(const data::InteractionTable& table,
                                                             const TransitionOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_transitions(const Artefact& artefact);

}  // namespace attune::models
