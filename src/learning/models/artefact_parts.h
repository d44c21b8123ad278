#pragma once

#include <string_view>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// Makes `part` a part of `whole`: its configuration becomes the member `name`, its tensors get the
/// prefix `name` and a dot.
void add_part(Artefact& whole, std::string_view name, Artefact part);

/// The part as it was added; kInvalidInput when there is none.
[[nodiscard]] Result<Artefact> part_of(const Artefact& whole, std::string_view name);

}  // namespace attune::models
