#pragma once

#include <filesystem>
#include <memory>

#include "foundation/base/error.h"
#include "foundation/objects/object_store.h"

namespace attune::objects {

/// Objects as files below `root`, which is created if it is absent. Symbolic links that lead out of
/// the root are refused (kAccessDenied). `put` writes beside, syncs and renames: after a crash the
/// object is the old one or the new one.
[[nodiscard]] Result<std::unique_ptr<ObjectStore>> make_directory_store(
    const std::filesystem::path& root);

/// Whether `path` is `root` or below it; both without symbolic links.
[[nodiscard]] bool is_within(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace attune::objects
