#include "foundation/io/line_reader.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "foundation/base/error.h"

namespace attune::io {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;

}  // namespace

// Replaces the buffer, which must be used up; false at the end.
Result<bool> LineReader::fill() {
  at_ = 0;
  buffer_.clear();
  if (ended_) return false;
  buffer_.resize(kReadBytes);
  ATTUNE_TRY(size, source_.read(std::span<char>(buffer_)));
  buffer_.resize(size);
  ended_ = size == 0;
  return !ended_;
}

Result<bool> LineReader::next(Line& line) {
  line.text.clear();
  line.is_too_long = false;
  bool began = false;
  for (;;) {
    if (at_ == buffer_.size()) {
      ATTUNE_TRY(filled, fill());
      if (!filled) break;
    }
    began = true;
    const std::size_t end = std::min(buffer_.find('\n', at_), buffer_.size());
    const std::size_t room = kLineBytesMax - line.text.size();
    line.is_too_long = line.is_too_long || end - at_ > room;
    line.text.append(buffer_, at_, std::min(end - at_, room));
    const bool found = end < buffer_.size();
    at_ = found ? end + 1 : end;
    if (found) break;
  }
  if (line.text.ends_with('\r')) line.text.pop_back();
  return began;
}

}  // namespace attune::io
