#pragma once

#include <vector>

#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/training/transformer_trainer.h"

namespace attune::recipes {

/// The parameters of every recipe that trains a transformer.
[[nodiscard]] std::vector<HyperParameter> transformer_parameters();

/// How the network learns; the checked parameters are those of transformer_parameters.
[[nodiscard]] training::TransformerOptions transformer_options(const TrainingInput& input);

/// The network as a part of a blend.
[[nodiscard]] const NetworkKind& transformer_kind();

}  // namespace attune::recipes
