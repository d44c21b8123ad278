#pragma once

#include <cstddef>
#include <limits>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

struct ItemKnnOptions {
  double decay = 1.0;                // weight of each item against the next newer one, in (0, 1]
  std::size_t history_max = 10'000;  // newest distinct items of a user
  std::size_t neighbours_max = std::numeric_limits<std::size_t>::max();  // as memory allows
  CountingOptions counting;
};

/// The baseline of collaborative filtering: cosines between items' sets of users,
///   w_ij = c_ij / sqrt(n_i n_j),
/// summed over the user's distinct items, newest first with weights 1, decay, decay^2, ...
[[nodiscard]] Result<std::unique_ptr<Model>> fit_item_knn(const data::InteractionTable& table,
                                                          const ItemKnnOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_item_knn(const Artefact& artefact);

}  // namespace attune::models
