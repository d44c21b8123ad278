#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "foundation/base/error.h"

namespace attune::io {

/// A whole file mapped read-only. The mapping outlives a removal of the file's name.
/// Reading is thread-safe.
class MappedFile {
 public:
  /// kNotFound if there is no such file, kInternal for other failures.
  [[nodiscard]] static Result<MappedFile> open(const std::string& path);

  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Aligned to a page. Empty for an empty file.
  [[nodiscard]] std::span<const char> bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace attune::io
