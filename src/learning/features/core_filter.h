#pragma once

#include <cstddef>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::features {

/// Marks the rows of the k-core: the largest set of rows in which every user and every item that
/// occurs has at least `events_min` rows. The literature's "5-core" is `events_min` = 5; 0 and 1
/// keep every row.
[[nodiscard]] std::vector<bool> core_rows(const data::InteractionTable& table,
                                          std::size_t events_min);

/// Marks the rows whose item is not that of the user's row before: of a run of events with one item
/// the first stays.
[[nodiscard]] std::vector<bool> rows_without_repeats(const data::InteractionTable& table);

/// One mark an item: whether it has a row.
[[nodiscard]] std::vector<bool> items_with_rows(const data::InteractionTable& table);

}  // namespace attune::features
