#pragma once

#include <string_view>

#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::recipes {

inline constexpr int kSolutionFormatVersion = 1;

/// Everything about a solution but its model and its interactions.
[[nodiscard]] json::Value manifest_of(const SolutionArtefact& artefact);
/// The same back; kInvalidInput names the member that is wrong.
[[nodiscard]] Result<SolutionArtefact> parse_manifest(std::string_view text);

}  // namespace attune::recipes
