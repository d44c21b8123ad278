#include "domain/data/csv_row.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "domain/data/property.h"

namespace attune::data {
namespace {

// A backslash is an escape only before a quote or another backslash, also before the closing quote.
bool needs_escape(std::string_view field, std::size_t at) {
  if (field[at] == '"') return true;
  if (field[at] != '\\') return false;
  return at + 1 == field.size() || field[at + 1] == '"' || field[at + 1] == '\\';
}

std::string text_of(const json::Value& value, const Column& column) {
  const auto converted = converted_property(value, column);
  if (!converted) return {};
  if (const std::string* text = converted->if_string()) return *text;
  if (const bool* flag = converted->if_bool()) return *flag ? "true" : "false";
  return json::write(*converted);
}

}  // namespace

void append_csv_field(std::string_view field, std::string& out) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (std::size_t at = 0; at < field.size(); ++at) {
    if (needs_escape(field, at)) out += field[at];
    out += field[at];
  }
  out += '"';
}

std::string csv_header(const Schema& schema) {
  std::string line;
  for (const Column& column : schema.columns) {
    if (!line.empty()) line += ',';
    line += column.name;
  }
  return line + '\n';
}

SegmentRows::SegmentRows(const Segment& segment, const Schema& schema) : segment_(segment) {
  for (const Column& column : schema.columns) {
    positions_.push_back(segment.position_of(column.name));
  }
}

std::string SegmentRows::value_text(std::size_t group, std::size_t row, std::size_t at) const {
  const ColumnView& values = segment_.column(group, at);
  switch (encoding_of(segment_.schema().columns[at])) {
    case Encoding::kDictionary:
      return std::string(segment_.dictionary(at).text(values.codes[row]));
    case Encoding::kText:
      return std::string(values.text(row));
    case Encoding::kInt64:
      return std::to_string(values.integers[row]);
    case Encoding::kFloat64: {
      std::string text;
      json::write_number(values.numbers[row], text);
      return text;
    }
    case Encoding::kByte:
      return values.flags[row] != 0 ? "true" : "false";
  }
  return {};
}

void SegmentRows::append_line(std::size_t group, std::size_t row, std::string& out) const {
  for (std::size_t column = 0; column < positions_.size(); ++column) {
    if (column > 0) out += ',';
    const auto& at = positions_[column];
    if (!at || segment_.column(group, *at).is_null(row)) continue;
    append_csv_field(value_text(group, row, *at), out);
  }
}

std::optional<std::string> SegmentRows::text(std::size_t group, std::size_t row,
                                             std::string_view column) const {
  const auto at = segment_.position_of(column);
  if (!at || segment_.column(group, *at).is_null(row)) return std::nullopt;
  return value_text(group, row, *at);
}

void append_object_line(const Schema& schema, const json::Value& object, std::string& out) {
  bool first = true;
  for (const Column& column : schema.columns) {
    if (!first) out += ',';
    first = false;
    const json::Value* value = find_property(object, column.name);
    if (value != nullptr) append_csv_field(text_of(*value, column), out);
  }
}

}  // namespace attune::data
