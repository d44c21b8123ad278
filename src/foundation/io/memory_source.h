#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "foundation/io/byte_source.h"

namespace attune::io {

/// A string as a source.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes);
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override;

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace attune::io
