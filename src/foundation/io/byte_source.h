#pragma once

#include <cstddef>
#include <span>

#include "foundation/base/error.h"

namespace attune::io {

/// Bytes read once, front to back: a file, an S3 object, a string. Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills the front of `into` and returns how many bytes; 0 only at the end (or for an empty
  /// span).
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;
};

}  // namespace attune::io
