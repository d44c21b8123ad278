#pragma once

#include <memory>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/interactions.h"

namespace attune::features {

/// What a recipe learns from: sequences, and metadata where the group has it. Items of the Items
/// table without interactions are appended to `interactions.items` by the loader, so that every
/// item has an index.
struct TrainingSet {
  data::InteractionTable interactions;
  std::shared_ptr<const data::EntityTable> items;  // null: none
  std::shared_ptr<const data::EntityTable> users;
  std::vector<double> event_type_weights;  // by EventTypeIndex; empty: all 1
};

}  // namespace attune::features
