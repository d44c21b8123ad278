#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/entities.h"

namespace attune::campaigns {

/// The item's values of the columns, which must exist, as texts; columns keep the request's
/// spelling, nulls are left out, categories keep their "|" (reference 7.4).
[[nodiscard]] std::vector<std::pair<std::string, std::string>> metadata_of(
    const data::EntityTable& items, std::string_view item_id,
    const std::vector<std::string>& columns);

}  // namespace attune::campaigns
