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

/// Which pairs of a user's items count: all, or those in which the answer came after the asked
/// item.
enum class SimsOrder : std::uint8_t { kNone, kForward };

struct SimsOptions {
  double popularity_discount_factor = 0.5;   // 0: co-counts, popular items dominate; 1: p(i | j)
  std::int32_t min_cointeraction_count = 3;  // users in common below which there is no similarity
  std::size_t neighbours_max = 500;          // kept for each item: the most that an answer may list
  SimsOrder order = SimsOrder::kNone;
  std::size_t window = 5;          // of kForward: events ahead, at least 1
  double distance_exponent = 0.7;  // of kForward: the k-th next event counts k^-exponent
  CountingOptions counting;
};

/// Similar items by counting the users who touched both (reference 5.4):
///   sim(i -> j) = c_ij / n_j^popularity_discount_factor
///                 where c_ij >= min_cointeraction_count.
/// With kForward c_ij is the sum of k^-distance_exponent over all "j is the k-th event after i",
/// k <= window, where there are at least min_cointeraction_count of them.
/// `items` marks those that take part, empty: all; the others are neither answered nor answered
/// for. `related` lists the neighbours, then the remaining items by popularity. `score` is that of
/// the newest item of the user's history that has neighbours, or popularity.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_sims(const data::InteractionTable& table,
                                                      const std::vector<bool>& items,
                                                      const SimsOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_sims(const Artefact& artefact);

}  // namespace attune::models
