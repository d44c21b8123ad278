#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "foundation/json/value.h"

namespace attune::data {

/// Appends one field as io::CsvCursor reads it back: in quotes where it must be.
void append_csv_field(std::string_view field, std::string& out);

/// The names of the schema's columns as a line with its end.
[[nodiscard]] std::string csv_header(const Schema& schema);

/// A segment's rows as CSV lines with the columns of a schema, which may be newer than the
/// segment's own: columns that it lacks are empty. Borrows both.
class SegmentRows {
 public:
  SegmentRows(const Segment& segment, const Schema& schema);

  /// Appends the line of a row of a group, without its line end.
  void append_line(std::size_t group, std::size_t row, std::string& out) const;
  /// The row's text in the column; nothing if it is null or the segment lacks the column.
  [[nodiscard]] std::optional<std::string> text(std::size_t group, std::size_t row,
                                                std::string_view column) const;

 private:
  [[nodiscard]] std::string value_text(std::size_t group, std::size_t row, std::size_t at) const;

  const Segment& segment_;
  std::vector<std::optional<std::size_t>> positions_;  // by column of the schema
};

/// Appends the line of an object whose members are named after columns, without its line end.
void append_object_line(const Schema& schema, const json::Value& object, std::string& out);

}  // namespace attune::data
