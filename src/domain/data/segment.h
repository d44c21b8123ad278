#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/schema.h"
#include "domain/data/vocabulary.h"
#include "foundation/base/error.h"
#include "foundation/io/atomic_file.h"
#include "foundation/io/checksum.h"
#include "foundation/io/mapped_file.h"

namespace attune::data {

/// How a column's values lie in a segment. These values reach the disk: never change them.
enum class Encoding : std::uint8_t {
  kDictionary = 0,  // u32 codes into the column's dictionary
  kText = 1,        // u32 offsets (rows + 1), then the bytes
  kInt64 = 2,
  kFloat64 = 3,
  kByte = 4  // booleans: 0 or 1
};
/// Ids, EVENT_TYPE and categorical strings have dictionaries; other strings are text; int and long
/// are kInt64, float and double kFloat64.
[[nodiscard]] Encoding encoding_of(const Column& column);

/// The values of one column in one group of rows. Only what its encoding needs is filled; where
/// `nulls` has a bit, the value is 0 (an empty text).
struct ColumnValues {
  std::vector<std::uint32_t> codes;
  std::vector<std::uint32_t> offsets;  // rows + 1
  std::vector<char> bytes;
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::vector<std::uint8_t> flags;
  std::vector<std::uint64_t> nulls;  // bit row % 64 of word row / 64; empty: none is null
};

/// Writes a segment file (docs/formats/segment.md): groups of rows in order, then the
/// dictionaries, then the footer. Not thread-safe.
class SegmentWriter {
 public:
  [[nodiscard]] static Result<SegmentWriter> create(const std::string& path, const Schema& schema);

  /// `values` by column of the schema, each with `row_count` rows.
  [[nodiscard]] Result<void> add_group(std::uint64_t row_count,
                                       std::span<const ColumnValues> values);
  /// `dictionaries` by column of the schema; only those of kDictionary columns are read.
  [[nodiscard]] Result<void> finish(std::span<const Vocabulary> dictionaries);

 private:
  struct Block {
    std::uint64_t offset = 0;
    std::uint64_t size_bytes = 0;
  };
  struct Group {
    std::uint64_t row_count = 0;
    std::uint64_t checksum = 0;
    std::vector<Block> blocks;  // two a column: nulls, values
  };

  SegmentWriter(io::AtomicFile file, Schema schema);
  [[nodiscard]] Result<Block> write_block(std::span<const char> first, std::span<const char> second,
                                          io::Checksum64& checksum);
  [[nodiscard]] Result<Group> write_dictionary(const Vocabulary& dictionary);
  [[nodiscard]] std::string footer() const;

  io::AtomicFile file_;
  Schema schema_;
  std::vector<Group> groups_;
  std::vector<Group> dictionaries_;
};

/// The rows of one group of one column; spans point into the mapped file.
struct ColumnView {
  std::span<const std::uint32_t> codes;
  std::span<const std::uint32_t> offsets;
  std::span<const char> bytes;
  std::span<const std::int64_t> integers;
  std::span<const double> numbers;
  std::span<const std::uint8_t> flags;
  std::span<const std::uint64_t> nulls;

  [[nodiscard]] bool is_null(std::size_t row) const {
    return !nulls.empty() && ((nulls[row / 64] >> (row % 64)) & 1U) != 0;
  }
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return {bytes.data() + offsets[row], offsets[row + 1] - offsets[row]};
  }
};

/// The strings of a kDictionary column, by code.
struct DictionaryView {
  std::span<const std::uint64_t> offsets;  // size + 1
  std::span<const char> bytes;

  [[nodiscard]] std::size_t size() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  [[nodiscard]] std::string_view text(std::uint32_t code) const {
    return {bytes.data() + offsets[code], offsets[code + 1] - offsets[code]};
  }
};

/// An open segment: every checksum, offset, code and text border was checked, so no read of it can
/// leave the file. Immutable; reading is thread-safe.
class Segment {
 public:
  /// kInvalidInput "... is damaged: ..." for any file that a SegmentWriter cannot have written.
  [[nodiscard]] static Result<Segment> open(const std::string& path);

  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] std::uint64_t row_count() const { return row_count_; }
  [[nodiscard]] std::size_t group_count() const { return groups_.size(); }
  [[nodiscard]] std::uint64_t group_row_count(std::size_t group) const {
    return groups_[group].row_count;
  }
  [[nodiscard]] const ColumnView& column(std::size_t group, std::size_t column) const {
    return groups_[group].columns[column];
  }
  /// Empty for columns without a dictionary.
  [[nodiscard]] const DictionaryView& dictionary(std::size_t column) const {
    return dictionaries_[column];
  }
  /// The position of a column by name as Schema::find compares.
  [[nodiscard]] std::optional<std::size_t> position_of(std::string_view name) const;

 private:
  friend class SegmentReader;
  struct Group {
    std::uint64_t row_count = 0;
    std::vector<ColumnView> columns;
  };

  io::MappedFile file_;
  Schema schema_;
  std::uint64_t row_count_ = 0;
  std::vector<Group> groups_;
  std::vector<DictionaryView> dictionaries_;
};

}  // namespace attune::data
