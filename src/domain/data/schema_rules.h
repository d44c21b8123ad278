#pragma once

#include <span>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::data {

/// Checks the columns as a whole: required, reserved and own fields and their limits
/// (reference 4.2, 4.3) for that dataset type and domain.
[[nodiscard]] Result<void> check_fields(const Schema& schema, Domain domain);

/// True for required and reserved fields; every other field is the user's own metadata.
[[nodiscard]] bool is_known_field(DatasetType type, Domain domain, std::string_view name);

/// The folded names that hold ids: USER_ID, ITEM_ID, ACTION_ID.
[[nodiscard]] bool is_id_column(std::string_view name);

}  // namespace attune::data
