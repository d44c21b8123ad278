#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/error.h"

namespace attune::evaluation {

/// Whether items of the user's history may be recommended again in an offline test. The service
/// does not say what it does; lists that repeat are right for groceries and wrong for films.
enum class SeenItems : std::uint8_t { kAllowed, kExcluded };

/// kInternal when a score is not finite: a broken model must not look like a measured one.
[[nodiscard]] Result<void> check_scores(std::span<const float> scores);

/// The best `count` items, best first, equal scores in the order of items; those marked in
/// `excluded` (empty: none) are left out.
[[nodiscard]] std::vector<data::ItemIndex> best_items(std::span<const float> scores,
                                                      std::size_t count,
                                                      const std::vector<bool>& excluded);

/// 1 + the number of other items that are not excluded and score at least as high as `target`:
/// ties count against it.
[[nodiscard]] std::size_t pessimistic_rank(std::span<const float> scores, data::ItemIndex target,
                                           const std::vector<bool>& excluded);

}  // namespace attune::evaluation
