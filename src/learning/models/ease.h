#pragma once

#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/ease_table.h"
#include "learning/models/model.h"

namespace attune::models {

/// An EaseTable as a model: items by e_i over the user's newest distinct items, equal ones by
/// popularity.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_ease(const data::InteractionTable& table,
                                                      const EaseOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_ease(const Artefact& artefact);

}  // namespace attune::models
