#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"

namespace attune::io {

/// CSV as Amazon Personalize reads it: fields between commas, records between line ends (LF or
/// CRLF), a field may stand in double quotes and then hold commas, line ends, and quotes written as
/// "" or \". A byte order mark is dropped; the last line needs no line end; empty lines are
/// skipped.
inline constexpr std::size_t kCsvRecordBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kCsvFieldsMax = 1024;
inline constexpr std::size_t kCsvChunkBytes = std::size_t{2} << 20;

enum class CsvFault : std::uint8_t {
  kNone,
  kOpenQuote,      // a quoted field without its closing quote
  kAfterQuote,     // text between a closing quote and the comma
  kTooManyFields,  // more than kCsvFieldsMax
  kRecordTooLong   // more than kCsvRecordBytesMax
};
/// "a quoted field without its closing quote".
[[nodiscard]] std::string_view reason_of(CsvFault fault);

/// A piece of a CSV file that starts and ends at record borders.
struct CsvChunk {
  std::vector<char> bytes;
  std::uint64_t first_line = 1;      // the line number of its first byte
  CsvFault fault = CsvFault::kNone;  // kRecordTooLong: the chunk stands for one such record
};

/// Cuts a source into chunks at record borders; where it cuts depends on the bytes alone. A record
/// whose quote does not close within kCsvRecordBytesMax ends at its first line end. Memory: two
/// chunks. Not thread-safe.
class CsvChunker {
 public:
  explicit CsvChunker(ByteSource& source) : source_(source) {}

  /// Replaces `chunk` by the next one; false at the end.
  [[nodiscard]] Result<bool> next(CsvChunk& chunk);
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  [[nodiscard]] Result<void> fill();
  [[nodiscard]] Result<void> skip_line();
  void drop_byte_order_mark();
  void take(std::size_t size, CsvChunk& chunk);

  ByteSource& source_;
  std::vector<char> pending_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t line_ = 1;
  bool started_ = false;
  bool ended_ = false;
};

/// The records of a chunk, one after another. The fields' text is valid until the next call.
/// Borrows the bytes. Not thread-safe.
class CsvCursor {
 public:
  CsvCursor(std::span<const char> bytes, std::uint64_t first_line);

  /// False at the end. After a true, `fields`, `line` and `fault` describe the record.
  bool next();
  [[nodiscard]] std::span<const std::string_view> fields() const { return fields_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] CsvFault fault() const { return fault_; }

 private:
  /// Skips to the next structural byte at or after `from`; end if there is none.
  const char* structural(const char* from);
  void load_block(const char* at);
  const char* read_quoted(const char* at);
  const char* read_record(const char* at);
  const char* end_of_broken(const char* record);
  void add_field(std::string_view field);

  const char* at_;
  const char* end_;
  const char* block_ = nullptr;
  std::uint64_t mask_ = 0;
  std::uint64_t next_line_;
  std::uint64_t line_ = 0;
  CsvFault fault_ = CsvFault::kNone;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  // texts of fields that had escapes
};

}  // namespace attune::io
