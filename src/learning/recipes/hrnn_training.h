#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::recipes {

/// The parameters of every recipe that trains a hierarchical recurrent network.
[[nodiscard]] std::vector<HyperParameter> hrnn_parameters(std::string_view hidden_dimension);

enum class Metadata : std::uint8_t { kUnused, kItemsAndUsers };

/// Drops users by history length and trains the network; the checked parameters are those of
/// hrnn_parameters.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_network(const TrainingInput& input,
                                                                   training::ProgressSink& progress,
                                                                   Metadata metadata);
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_network(const models::Artefact& artefact);

}  // namespace attune::recipes
