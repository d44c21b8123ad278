#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::data {

/// Writes the segment anew in its place without the rows whose column, one with a dictionary, holds
/// one of the ids; the ids leave its dictionary too. How many rows that were: for 0 the file is as
/// it was. Whoever has the segment open keeps the old one. Memory: one group of rows and the
/// dictionaries.
[[nodiscard]] Result<std::uint64_t> remove_rows(const std::string& segment_path,
                                                std::string_view column,
                                                const std::set<std::string, std::less<>>& ids);

}  // namespace attune::data
