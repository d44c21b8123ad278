#pragma once

#include <vector>

#include "domain/data/interactions.h"

namespace attune::features {

/// The rows whose mark is set, in their order. `keep` has one mark a row. Vocabularies and user
/// positions stay as they are: a user whose rows all go keeps an empty history.
[[nodiscard]] data::InteractionTable select_rows(const data::InteractionTable& table,
                                                 const std::vector<bool>& keep);

}  // namespace attune::features
