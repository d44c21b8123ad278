#pragma once

#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"

namespace attune::models {

/// The baseline of repeat consumption: the user's own items, newest first (the newest 500), then
/// the others by popularity. Scores are 1 / age of the own items, age 1 being the newest.
[[nodiscard]] std::unique_ptr<Model> fit_repeat_last(const data::InteractionTable& table);
[[nodiscard]] Result<std::unique_ptr<Model>> load_repeat_last(const Artefact& artefact);

}  // namespace attune::models
