#pragma once

#include <memory>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"

namespace attune::features {

/// What a recipe learns from: sequences, and metadata where the group has it. Every item of the
/// Items table has an index in `interactions.items`, also without interactions.
struct TrainingSet {
  data::InteractionTable interactions;
  std::shared_ptr<const data::EntityTable> items;  // null: none
  std::shared_ptr<const data::EntityTable> users;
  std::vector<double> event_type_weights;  // by EventTypeIndex; empty: all 1
  data::EventSelection selection = {};     // which of the group's events `interactions` are
  /// The other ones, by the items of `interactions`: nothing is learnt from them, filters see them.
  std::shared_ptr<const data::InteractionTable> unselected = {};  // null: none
};

/// Puts a training set together: items of the Items table without interactions are appended to the
/// vocabulary, and the selection's weights are given to the event types.
[[nodiscard]] TrainingSet make_training_set(data::InteractionTable interactions,
                                            std::shared_ptr<const data::EntityTable> items,
                                            std::shared_ptr<const data::EntityTable> users,
                                            const data::EventSelection& selection);

}  // namespace attune::features
