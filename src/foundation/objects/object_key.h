#pragma once

#include <cstddef>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::objects {

inline constexpr std::size_t kKeyBytesMax = 1024;  // as in S3

/// kInvalidInput unless the key is 1 to 1024 bytes without NUL.
[[nodiscard]] Result<void> check_key(std::string_view key);

/// check_key, and no leading "/", no empty, "." or ".." part, no part above 255 bytes, and none
/// that looks like a file being written.
[[nodiscard]] Result<void> check_path_key(std::string_view key);

/// Files whose name starts so are being written, or were when the machine stopped.
inline constexpr std::string_view kUnfinishedPrefix = ".attune-unfinished-";

}  // namespace attune::objects
