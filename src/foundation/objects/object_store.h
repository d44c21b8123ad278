#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"

namespace attune::objects {

struct ObjectInfo {
  std::string key;  // relative to the store's root, "/" between parts
  std::uint64_t size_bytes = 0;
};

/// Named immutable blobs: a directory tree, or a bucket of any S3-compatible store. Thread-safe.
/// Errors: kNotFound for an absent key or bucket, kAccessDenied, kUnavailable after the retries.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  /// The objects whose key starts with `prefix`, sorted by key; all pages.
  [[nodiscard]] virtual Result<std::vector<ObjectInfo>> list(std::string_view prefix) const = 0;
  [[nodiscard]] virtual Result<ObjectInfo> head(std::string_view key) const = 0;
  /// Streams the object in bounded memory.
  [[nodiscard]] virtual Result<std::unique_ptr<io::ByteSource>> open(
      std::string_view key) const = 0;
  /// Stores the whole source under `key`, replacing it atomically; multipart when large.
  [[nodiscard]] virtual Result<void> put(std::string_view key, io::ByteSource& source) = 0;
  /// Succeeds when the key is absent too.
  [[nodiscard]] virtual Result<void> remove(std::string_view key) = 0;
};

/// What a data location resolves to: the store and the key or prefix inside it.
struct Location {
  std::shared_ptr<ObjectStore> store;
  std::string key;  // "" or ending in "/" for a folder
  bool is_folder = false;
};

/// Turns "s3://bucket/key" and "file:///path" into a store and a key. `file://` is allowed only
/// below the configured roots (symbolic links resolved first). Thread-safe.
class LocationResolver {
 public:
  virtual ~LocationResolver() = default;
  /// kInvalidInput "Invalid Data location." for other syntax, kAccessDenied outside the roots.
  [[nodiscard]] virtual Result<Location> resolve(std::string_view data_location) const = 0;
};

}  // namespace attune::objects
