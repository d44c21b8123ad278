#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/progress.h"

namespace attune::recipes {

/// The parameters of every recipe that trains a hierarchical recurrent network.
[[nodiscard]] std::vector<HyperParameter> hrnn_parameters(std::string_view hidden_dimension);

/// What the network learns from, users dropped by history length, and how; the checked parameters
/// are those of hrnn_parameters.
[[nodiscard]] features::TrainingSet network_data(const TrainingInput& input, Metadata metadata);
[[nodiscard]] training::HrnnOptions network_options(const TrainingInput& input);

/// Trains the network alone.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_network(const TrainingInput& input,
                                                                   training::ProgressSink& progress,
                                                                   Metadata metadata);
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_network(const models::Artefact& artefact);

/// The network as a part of a blend.
[[nodiscard]] const NetworkKind& hrnn_kind();

}  // namespace attune::recipes
