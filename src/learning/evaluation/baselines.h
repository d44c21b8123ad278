#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"

namespace attune::evaluation {

/// A model that a recipe must beat to be worth its cost. A new one is a line of the catalogue.
struct Baseline {
  std::string_view name;
  std::string_view sentence;
  Result<std::unique_ptr<models::Model>> (*fit)(const data::InteractionTable&,
                                                const models::CountingOptions&);
  bool by_default = false;  // measured beside every trained solution version
};

[[nodiscard]] std::span<const Baseline> baselines();
/// Null if unknown.
[[nodiscard]] const Baseline* find_baseline(std::string_view name);

}  // namespace attune::evaluation
