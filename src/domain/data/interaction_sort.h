#pragma once

#include <cstdint>

#include "domain/data/interaction_rows.h"
#include "domain/data/interactions.h"

namespace attune::data {

/// Sorts the rows by user and time (equal times in the order of input), keeps one of equal events,
/// and fills `table`'s offsets and row columns. Frees the rows column by column. Runs on all cores;
/// the outcome does not depend on their number.
void sort_into(InteractionRows&& rows, std::uint32_t user_count, InteractionTable& table);

}  // namespace attune::data
