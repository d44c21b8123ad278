#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/cell_value.h"
#include "domain/data/column_name.h"
#include "domain/data/import.h"
#include "domain/data/schema.h"
#include "domain/data/schema_rules.h"
#include "foundation/base/error.h"
#include "foundation/io/csv.h"
#include "foundation/io/number.h"

namespace attune::data {
namespace {

constexpr std::size_t kRowsSampledMax = 2000;
constexpr std::size_t kOwnInteractionColumnsMax = 5;
constexpr std::size_t kColumnNameLengthMax = 150;
/// A string column repeats itself like categories do if each text stands for this many rows.
constexpr std::size_t kRowsPerCategoryMin = 4;

struct Evidence {
  bool all_whole = true;
  bool all_numbers = true;
  bool all_booleans = true;
  bool has_bar = false;
  bool too_long = false;  // for a category
  std::size_t filled = 0;
  std::set<std::string, std::less<>> distinct;

  void add(std::string_view text) {
    if (text.empty()) return;
    ++filled;
    all_whole = all_whole && io::parse_integer(text).has_value();
    all_numbers = all_numbers && io::parse_number(text).has_value();
    all_booleans = all_booleans && (text == "true" || text == "false");
    has_bar = has_bar || text.find('|') != std::string_view::npos;
    too_long = too_long || is_longer_than(text, kCategoryLengthMax);
    distinct.emplace(text);
  }
};

/// Letters, digits and underscores, not starting with a digit.
std::string column_name_of(std::string_view header) {
  std::string name;
  for (const char c : header.substr(0, kColumnNameLengthMax - 1)) {
    const bool kept = !folded_column_name({&c, 1}).empty();
    name += kept ? c : '_';
  }
  const bool digit_first = !name.empty() && name[0] >= '0' && name[0] <= '9';
  return digit_first ? "_" + name : name;
}

bool is_item_title(DatasetType type, std::string_view name) {
  return type == DatasetType::kItems &&
         (same_column_name(name, "TITLE") || same_column_name(name, "NAME") ||
          same_column_name(name, "ITEM_NAME"));
}

void type_own_column(DatasetType type, const Evidence& seen, Column& column) {
  column.nullable = true;
  if (seen.filled > 0 && seen.all_numbers) {
    column.type = seen.all_whole ? ColumnType::kLong : ColumnType::kDouble;
  } else if (seen.filled > 0 && seen.all_booleans) {
    column.type = ColumnType::kBoolean;
  } else if (is_item_title(type, column.name)) {
    column.item_name = true;
  } else {
    const bool repeats = seen.filled >= seen.distinct.size() * kRowsPerCategoryMin;
    column.categorical = !seen.too_long && seen.filled > 0 && (seen.has_bar || repeats);
  }
}

Column guess_column(DatasetType type, std::string name, const Evidence& seen) {
  Column column{.name = std::move(name)};
  if (!is_known_field(type, Domain::kCustom, column.name)) {
    type_own_column(type, seen, column);
    return column;
  }
  const bool required = is_id_column(column.name) || same_column_name(column.name, "TIMESTAMP") ||
                        same_column_name(column.name, "EVENT_TYPE");
  column.nullable = !required;
  const std::string folded = folded_column_name(column.name);
  const bool is_long =
      folded.ends_with("timestamp") || folded == "value" || folded == "repeatfrequency";
  if (is_long) column.type = ColumnType::kLong;
  if (folded == "eventvalue") column.type = ColumnType::kFloat;
  return column;
}

/// Own columns beyond the limit are left out, and so are those whose names collide.
Schema assemble(DatasetType type, const std::vector<std::string>& names,
                const std::vector<Evidence>& evidence) {
  Schema schema{.dataset_type = type, .columns = {}};
  std::size_t own = 0;
  const bool of_events =
      type == DatasetType::kInteractions || type == DatasetType::kActionInteractions;
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (folded_column_name(names[at]).empty() || schema.find(names[at]) != nullptr) continue;
    Column column = guess_column(type, names[at], evidence[at]);
    const bool is_own = !is_known_field(type, Domain::kCustom, column.name);
    if (is_own && of_events && ++own > kOwnInteractionColumnsMax) continue;
    schema.columns.push_back(std::move(column));
  }
  return schema;
}

}  // namespace

Result<Schema> guess_schema(DatasetType type, const CsvFile& file) {
  ATTUNE_TRY(source, file.open());
  io::CsvChunker chunker(*source);
  io::CsvChunk chunk;
  ATTUNE_TRY(has_chunk, chunker.next(chunk));
  io::CsvCursor cursor(chunk.bytes, chunk.first_line);
  if (!has_chunk || !cursor.next() || cursor.fault() != io::CsvFault::kNone) {
    return invalid_input(file.name + ": no header line");
  }
  std::vector<std::string> names;
  for (const std::string_view name : cursor.fields()) names.push_back(column_name_of(name));
  std::vector<Evidence> evidence(names.size());
  for (std::size_t rows = 0; rows < kRowsSampledMax && cursor.next(); ++rows) {
    const auto fields = cursor.fields();
    for (std::size_t at = 0; at < std::min(names.size(), fields.size()); ++at) {
      evidence[at].add(fields[at]);
    }
  }
  Schema schema = assemble(type, names, evidence);
  ATTUNE_TRY_VOID(check_fields(schema, Domain::kCustom));
  return schema;
}

}  // namespace attune::data
