#pragma once

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/context_rules.h"

namespace attune::models {

/// Writes the rules as member "context" and a tensor of codes a category column.
void add_context_rules(Artefact& artefact, const ContextRules& rules);
/// An artefact without the member has no context.
[[nodiscard]] Result<ContextRules> read_context_rules(const Artefact& artefact);

}  // namespace attune::models
