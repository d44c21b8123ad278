#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

struct SimsOptions {
  double popularity_discount_factor = 0.5;   // 0: co-counts, popular items dominate; 1: p(i | j)
  std::int32_t min_cointeraction_count = 3;  // users in common below which there is no similarity
  std::size_t neighbours_max = 500;          // kept for each item: the most that an answer may list
  CountingOptions counting;
};

/// Similar items by counting the users who touched both (reference 5.4):
///   sim(i -> j) = c_ij / n_j^popularity_discount_factor  where c_ij >= min_cointeraction_count.
/// `items` marks those that take part, empty: all; the others are neither answered nor answered
/// for. `related` lists the neighbours, then the remaining items by popularity. `score` is that of
/// the newest item of the user's history that has neighbours, or popularity.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_sims(const data::InteractionTable& table,
                                                      const std::vector<bool>& items,
                                                      const SimsOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_sims(const Artefact& artefact);

}  // namespace attune::models
