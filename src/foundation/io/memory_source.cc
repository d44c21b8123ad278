#include "foundation/io/memory_source.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "foundation/base/error.h"

namespace attune::io {

MemorySource::MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

Result<std::size_t> MemorySource::read(std::span<char> into) {
  const std::size_t count = std::min(into.size(), bytes_.size() - position_);
  std::copy_n(bytes_.data() + position_, count, into.data());
  position_ += count;
  return count;
}

}  // namespace attune::io
