#pragma once

#include "domain/data/interactions.h"
#include "foundation/json/value.h"

namespace attune::data {

/// A property (a string, number or boolean) as a cell of the column: null where it does not fit. A
/// category that the column has never seen is the code after its last, which is no null.
[[nodiscard]] ContextCell context_cell(const ContextColumn& column, const json::Value& value);

}  // namespace attune::data
