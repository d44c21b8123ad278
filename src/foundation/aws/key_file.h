#pragma once

#include <string>
#include <string_view>

#include "foundation/aws/key_store.h"
#include "foundation/base/error.h"

namespace attune::aws {

/// The text of a key's file; see docs/formats/keys.md.
[[nodiscard]] std::string write_key(const CallerKey& key);
[[nodiscard]] Result<CallerKey> parse_key(std::string_view text);

/// 16 to 128 of A-Z 0-9: safe as a file's name.
[[nodiscard]] bool is_access_key_id(std::string_view text);

}  // namespace attune::aws
