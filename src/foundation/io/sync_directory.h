#pragma once

#include <filesystem>

#include "foundation/base/error.h"

namespace attune::io {

/// Makes the names in a directory survive a power cut: to be called after a file of it was renamed
/// or removed. An empty path is the working directory. kInternal names the directory.
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& directory);

}  // namespace attune::io
