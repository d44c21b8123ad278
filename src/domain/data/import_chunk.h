#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "domain/data/vocabulary.h"
#include "foundation/io/csv.h"

namespace attune::data {

/// Where each column of a schema stands in a file.
struct HeaderMap {
  std::vector<std::size_t> positions;  // by column of the schema
  std::size_t field_count = 0;
};

/// Finds the schema's columns in a header, compared as Schema::find does. kInvalidInput "Input CSV
/// is missing the following columns:[A, B]".
[[nodiscard]] Result<HeaderMap> map_header(const Schema& schema,
                                           std::span<const std::string_view> header);

/// What one chunk of CSV became. Codes are into the chunk's own dictionaries.
struct ParsedChunk {
  std::uint64_t rows_read = 0;
  std::uint64_t row_count = 0;
  std::uint64_t rows_bad = 0;
  std::vector<ColumnValues> values;
  std::vector<Vocabulary> dictionaries;
  std::vector<BadRow> bad_rows;  // the first kBadRowsReportedMax; `file` is not filled
  std::optional<Error> fatal;    // fails the import as a whole
};

/// Parses chunks of CSV into columns. Keeps its memory between calls. Not thread-safe.
class ChunkParser {
 public:
  explicit ChunkParser(const Schema& schema);
  /// `has_header`: the chunk's first record is the header, and is skipped.
  void parse(const io::CsvChunk& chunk, const HeaderMap& map, bool has_header, ParsedChunk& out);

 private:
  struct Cell {
    std::string_view text;
    std::int64_t integer = 0;
    double number = 0.0;
    bool is_null = false;
  };

  void parse_row(const io::CsvCursor& cursor, const HeaderMap& map, ParsedChunk& out);
  /// Empty: the cell is good. Otherwise the reason why not.
  std::string_view read_cell(std::size_t column, Cell& cell) const;
  std::string_view read_string(std::size_t column, Cell& cell) const;
  void append_row(ParsedChunk& out) const;

  const Schema& schema_;
  std::vector<Encoding> encodings_;
  std::vector<bool> is_id_;
  std::vector<bool> is_time_;
  std::vector<Cell> cells_;
};

}  // namespace attune::data
