#pragma once

#include <cstddef>
#include <string>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"

namespace attune::io {

inline constexpr std::size_t kLineBytesMax = std::size_t{1} << 20;

/// A line of a text, without its end (LF or CRLF).
struct Line {
  std::string text;
  bool is_too_long = false;  // more than kLineBytesMax: `text` is its beginning
};

/// Lines of a source, one after another; the last one needs no end. Memory: two lines. Borrows the
/// source. Not thread-safe.
class LineReader {
 public:
  explicit LineReader(ByteSource& source) : source_(source) {}

  /// Replaces `line` by the next one; false at the end.
  [[nodiscard]] Result<bool> next(Line& line);

 private:
  [[nodiscard]] Result<bool> fill();

  ByteSource& source_;
  std::string buffer_;
  std::size_t at_ = 0;  // of what is not given out yet
  bool ended_ = false;
};

}  // namespace attune::io
