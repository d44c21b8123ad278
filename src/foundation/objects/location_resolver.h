#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {

struct LocationOptions {
  S3Options s3 = {};
  /// Not empty: "s3://bucket/key" is the file `s3_directory`/bucket/key, and no S3 is asked; a
  /// bucket whose directory is absent is kNotFound.
  std::string s3_directory = {};
  /// Directories below which file:///path may read and write; none: file:// is refused.
  std::vector<std::string> file_roots = {};
};

/// Stores of the buckets used last are kept.
inline constexpr std::size_t kKeptStoreCountMax = 64;

/// kInvalidInput if a root is no directory. A file:// path is taken as it is, without
/// percent-decoding; an existing directory is a folder with or without a final slash.
[[nodiscard]] Result<std::unique_ptr<LocationResolver>> make_location_resolver(
    const LocationOptions& options);

}  // namespace attune::objects
