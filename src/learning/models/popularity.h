#pragma once

#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"

namespace attune::models {

/// Items by their number of distinct users, the same for everyone. Scores are log(users + 1/2), so
/// that their softmax is the share of users.
[[nodiscard]] std::unique_ptr<Model> fit_popularity(const data::InteractionTable& table);
[[nodiscard]] Result<std::unique_ptr<Model>> load_popularity(const Artefact& artefact);

}  // namespace attune::models
