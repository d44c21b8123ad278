#pragma once

#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::data {

/// The `properties` text of one PutItems, PutUsers or PutActions record as it is kept: a JSON
/// object with every non-null column of the schema by its name, but for the id. Keys are camelCase
/// names of columns; unknown ones are left out (reference 9.3). An absent, null or empty value of a
/// nullable column is null. kInvalidInput, beginning with `path`: no JSON object, a required column
/// without a value, a value that its column cannot hold, a text or category that is too long.
[[nodiscard]] Result<std::string> read_record(const Schema& schema, std::string_view text,
                                              std::string_view path);

}  // namespace attune::data
