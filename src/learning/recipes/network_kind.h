#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::recipes {

enum class Metadata : std::uint8_t { kUnused, kItemsAndUsers };

/// A network that a blend can be made of. Its recipes have history percentiles, sequence_length and
/// what `train` reads among their parameters.
struct NetworkKind {
  /// Trains the network alone on interactions_of(input).
  Result<std::unique_ptr<models::Model>> (*train)(const TrainingInput&, training::ProgressSink&,
                                                  Metadata);
  /// Users, by position in interactions_of(input), ascending, whose last event `train` neither
  /// reads nor predicts.
  std::vector<std::uint32_t> (*held_out)(const TrainingInput&, Metadata);
  Result<std::unique_ptr<models::Model>> (*load)(const models::Artefact&);
};

}  // namespace attune::recipes
