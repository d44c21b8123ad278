#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {

/// The name without the prefixes that the service adds in its answers: "training.bptt" is "bptt".
[[nodiscard]] std::string_view plain_name(std::string_view name);

/// Checks one value against the parameter's kind and range and gives it as it is kept: integers
/// without fraction ("64.0" is "64"), booleans in lower case. kInvalidInput names the parameter,
/// the value and what is allowed.
[[nodiscard]] Result<std::string> checked_value(const HyperParameter& parameter,
                                                std::string_view value);

/// Checks that no min_... value is above its max_... counterpart.
[[nodiscard]] Result<void> check_pairs(const StringPairs& values);

}  // namespace attune::recipes
