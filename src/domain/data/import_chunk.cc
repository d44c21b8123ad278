#include "domain/data/import_chunk.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/cell_value.h"
#include "domain/data/column_name.h"
#include "domain/data/schema_rules.h"
#include "domain/data/segment.h"
#include "foundation/base/error.h"
#include "foundation/io/csv.h"
#include "foundation/io/number.h"

namespace attune::data {
namespace {

void report(ParsedChunk& out, std::uint64_t line, std::string_view column, std::string_view value,
            std::string_view reason) {
  ++out.rows_bad;
  if (out.bad_rows.size() == kBadRowsReportedMax) return;
  out.bad_rows.push_back({.file = {},
                          .line = line,
                          .column = std::string(column),
                          .value = std::string(value.substr(0, kBadValueLengthMax)),
                          .reason = std::string(reason)});
}

void set_null(ColumnValues& values, std::uint64_t row) {
  const std::size_t word = row / 64;
  if (values.nulls.size() <= word) values.nulls.resize(word + 1, 0);
  values.nulls[word] |= std::uint64_t{1} << (row % 64);
}

void clear(ColumnValues& values) {
  values.codes.clear();
  values.offsets.assign(1, 0);
  values.bytes.clear();
  values.integers.clear();
  values.numbers.clear();
  values.flags.clear();
  values.nulls.clear();
}

}  // namespace

Result<HeaderMap> map_header(const Schema& schema, std::span<const std::string_view> header) {
  HeaderMap map{.positions = {}, .field_count = header.size()};
  std::string missing;
  for (const Column& column : schema.columns) {
    const auto found = std::ranges::find_if(
        header, [&column](std::string_view name) { return same_column_name(name, column.name); });
    map.positions.push_back(static_cast<std::size_t>(found - header.begin()));
    if (found == header.end()) missing += (missing.empty() ? "" : ", ") + column.name;
  }
  if (missing.empty()) return map;
  return invalid_input("Input CSV is missing the following columns:[" + missing + "]");
}

ChunkParser::ChunkParser(const Schema& schema) : schema_(schema), cells_(schema.columns.size()) {
  for (const Column& column : schema.columns) {
    encodings_.push_back(encoding_of(column));
    is_id_.push_back(is_id_column(column.name));
    is_time_.push_back(is_time_column(column.name));
  }
}

std::string_view ChunkParser::read_string(std::size_t column, Cell& cell) const {
  if (!is_utf8(cell.text)) return "not UTF-8";
  if (is_id_[column] && is_longer_than(cell.text, kIdLengthMax)) {
    return "longer than 256 characters";
  }
  const Column& described = schema_.columns[column];
  if (described.textual) cell.text = first_characters(cell.text, kTextualLengthMax);
  const bool bounded = encodings_[column] == Encoding::kDictionary;
  if (bounded && is_longer_than(cell.text, kCategoryLengthMax)) {
    return "longer than 1000 characters";
  }
  return {};
}

std::string_view ChunkParser::read_cell(std::size_t column, Cell& cell) const {
  const Column& described = schema_.columns[column];
  cell.is_null = cell.text.empty();
  cell.integer = 0;
  cell.number = 0.0;
  if (cell.is_null) return described.nullable ? "" : "empty, but the field is not nullable";
  switch (encodings_[column]) {
    case Encoding::kDictionary:
    case Encoding::kText:
      return read_string(column, cell);
    case Encoding::kInt64: {
      const auto value = integer_of(cell.text, is_time_[column]);
      if (!value) return "not a whole number";
      if (described.type == ColumnType::kInt && !fits_int(*value)) return "outside of int";
      cell.integer = *value;
      return {};
    }
    case Encoding::kFloat64: {
      const auto value = io::parse_number(cell.text);
      if (!value) return "not a number";
      cell.number = *value;
      return {};
    }
    case Encoding::kByte:
      if (cell.text != "true" && cell.text != "false") return "neither true nor false";
      cell.integer = cell.text == "true" ? 1 : 0;
      return {};
  }
  return {};
}

void ChunkParser::append_row(ParsedChunk& out) const {
  for (std::size_t at = 0; at < cells_.size(); ++at) {
    const Cell& cell = cells_[at];
    ColumnValues& values = out.values[at];
    if (cell.is_null) set_null(values, out.row_count);
    switch (encodings_[at]) {
      case Encoding::kDictionary:
        values.codes.push_back(cell.is_null ? 0 : out.dictionaries[at].add(cell.text));
        break;
      case Encoding::kText:
        values.bytes.insert(values.bytes.end(), cell.text.begin(), cell.text.end());
        values.offsets.push_back(static_cast<std::uint32_t>(values.bytes.size()));
        break;
      case Encoding::kInt64:
        values.integers.push_back(cell.integer);
        break;
      case Encoding::kFloat64:
        values.numbers.push_back(cell.number);
        break;
      case Encoding::kByte:
        values.flags.push_back(static_cast<std::uint8_t>(cell.integer));
        break;
    }
  }
  ++out.row_count;
}

void ChunkParser::parse_row(const io::CsvCursor& cursor, const HeaderMap& map, ParsedChunk& out) {
  ++out.rows_read;
  const auto fields = cursor.fields();
  if (cursor.fault() != io::CsvFault::kNone) {
    report(out, cursor.line(), "", fields.empty() ? "" : fields[0], io::reason_of(cursor.fault()));
    return;
  }
  if (fields.size() != map.field_count) {
    report(out, cursor.line(), "", fields[0],
           std::to_string(fields.size()) + " fields, the header has " +
               std::to_string(map.field_count));
    return;
  }
  for (std::size_t at = 0; at < cells_.size(); ++at) {
    Cell& cell = cells_[at];
    cell.text = fields[map.positions[at]];
    const std::string_view reason = read_cell(at, cell);
    if (reason.empty()) continue;
    const Column& column = schema_.columns[at];
    report(out, cursor.line(), column.name, cell.text, reason);
    if (column.categorical && is_longer_than(cell.text, kCategoryLengthMax)) {
      out.fatal = Error{ErrorCode::kInvalidInput,
                        "line " + std::to_string(cursor.line()) + ", column " + column.name +
                            ": a categorical value of more than 1000 characters"};
    }
    return;
  }
  append_row(out);
}

void ChunkParser::parse(const io::CsvChunk& chunk, const HeaderMap& map, bool has_header,
                        ParsedChunk& out) {
  out.rows_read = out.row_count = out.rows_bad = 0;
  out.bad_rows.clear();
  out.fatal.reset();
  out.values.resize(cells_.size());
  out.dictionaries.resize(cells_.size());
  for (ColumnValues& values : out.values) clear(values);
  for (Vocabulary& dictionary : out.dictionaries) dictionary.clear();
  if (chunk.fault != io::CsvFault::kNone) {
    ++out.rows_read;
    report(out, chunk.first_line, "", "", io::reason_of(chunk.fault));
    return;
  }
  io::CsvCursor cursor(chunk.bytes, chunk.first_line);
  if (has_header) cursor.next();
  while (!out.fatal && cursor.next()) parse_row(cursor, map, out);
  for (ColumnValues& values : out.values) {
    if (!values.nulls.empty()) values.nulls.resize((out.row_count + 63) / 64, 0);
  }
}

}  // namespace attune::data
