#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/cell_value.h"
#include "domain/data/entities.h"
#include "domain/data/load.h"
#include "domain/data/property.h"
#include "domain/data/schema_rules.h"
#include "domain/data/segment.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

bool is_numeric(const Column& column) {
  return column.type != ColumnType::kString;
}

/// Where the newest record of an id stands.
struct Origin {
  std::uint32_t segment = 0;  // segments.size(): streamed
  std::uint32_t group = 0;
  std::uint64_t row = 0;
};

/// One value on its way into a column; neither: null.
struct Cell {
  std::optional<double> number;
  std::optional<std::string_view> text;
};

class EntityLoader {
 public:
  EntityLoader(const Schema& schema, std::span<const StreamedEntity> streamed)
      : schema_(schema), streamed_(streamed) {}

  Result<EntityTable> load(std::span<const std::string> segment_paths) {
    for (const std::string& path : segment_paths) {
      ATTUNE_TRY(segment, Segment::open(path));
      segments_.push_back(std::move(segment));
    }
    for (std::uint32_t at = 0; at < segments_.size(); ++at) ATTUNE_TRY_VOID(find_rows(at));
    ATTUNE_TRY_VOID(find_streamed());
    for (const Column& column : schema_.columns) {
      if (!is_id_column(column.name)) add_column(column);
    }
    return std::move(table_);
  }

 private:
  void note(std::uint32_t row, Origin origin) {
    if (row == origins_.size()) origins_.emplace_back();
    origins_[row] = origin;
  }

  Result<void> find_rows(std::uint32_t at) {
    const Segment& segment = segments_[at];
    std::optional<std::size_t> id;
    for (std::size_t column = 0; column < segment.schema().columns.size(); ++column) {
      if (is_id_column(segment.schema().columns[column].name)) id = column;
    }
    if (!id) return invalid_input("the imported data have no id column");
    const DictionaryView& dictionary = segment.dictionary(*id);
    for (std::uint32_t group = 0; group < segment.group_count(); ++group) {
      const ColumnView& ids = segment.column(group, *id);
      for (std::uint64_t row = 0; row < ids.codes.size(); ++row) {
        if (ids.is_null(row)) continue;
        note(table_.ids.add(dictionary.text(ids.codes[row])), {at, group, row});
      }
    }
    return {};
  }

  Result<void> find_streamed() {
    for (std::size_t at = 0; at < streamed_.size(); ++at) {
      const StreamedEntity& entity = streamed_[at];
      json::Value properties;
      if (!entity.properties.empty()) {
        auto parsed = json::parse(entity.properties);
        if (!parsed) return invalid_input(entity.id + ": properties: " + parsed.error().message);
        properties = std::move(*parsed);
      }
      properties_.push_back(std::move(properties));
      if (entity.id.empty() || entity.id.size() > Vocabulary::kTextBytesMax) continue;
      note(table_.ids.add(entity.id), {static_cast<std::uint32_t>(segments_.size()), 0, at});
    }
    return {};
  }

  void add_column(const Column& column) {
    EntityColumn into{.column = column,
                      .numbers = {},
                      .categories = {},
                      .category_offsets = {},
                      .category_codes = {},
                      .texts = {},
                      .is_null = {}};
    Vocabulary categories;
    if (column.categorical) into.category_offsets.push_back(0);
    std::vector<std::optional<std::size_t>> positions;
    for (const Segment& segment : segments_) positions.push_back(position_in(segment, column));
    for (const Origin& origin : origins_) {
      std::string scratch;
      append(cell_of(origin, positions, column, scratch), into, categories);
    }
    if (column.categorical) {
      into.categories = std::make_shared<const Vocabulary>(std::move(categories));
    }
    table_.columns.push_back(std::move(into));
  }

  /// Nothing if the segment has no such column (imported before the schema grew, reference 4.7).
  static std::optional<std::size_t> position_in(const Segment& segment, const Column& column) {
    const auto position = segment.position_of(column.name);
    if (!position) return std::nullopt;
    const bool fits = is_numeric(segment.schema().columns[*position]) == is_numeric(column);
    return fits ? position : std::nullopt;
  }

  [[nodiscard]] Cell cell_of(const Origin& origin,
                             const std::vector<std::optional<std::size_t>>& positions,
                             const Column& column, std::string& scratch) const {
    if (origin.segment == segments_.size()) {
      return streamed_cell(properties_[origin.row], column, scratch);
    }
    const auto position = positions[origin.segment];
    if (!position) return {};
    return stored_cell(segments_[origin.segment], *position, origin);
  }

  static Cell stored_cell(const Segment& segment, std::size_t position, const Origin& origin) {
    const ColumnView& view = segment.column(origin.group, position);
    if (view.is_null(origin.row)) return {};
    switch (encoding_of(segment.schema().columns[position])) {
      case Encoding::kDictionary:
        return {.number = {}, .text = segment.dictionary(position).text(view.codes[origin.row])};
      case Encoding::kText:
        return {.number = {}, .text = view.text(origin.row)};
      case Encoding::kInt64:
        return {.number = static_cast<double>(view.integers[origin.row]), .text = {}};
      case Encoding::kFloat64:
        return {.number = view.numbers[origin.row], .text = {}};
      case Encoding::kByte:
        return {.number = view.flags[origin.row] == 0 ? 0.0 : 1.0, .text = {}};
    }
    return {};
  }

  static Cell streamed_cell(const json::Value& properties, const Column& column,
                            std::string& scratch) {
    const json::Value* value = find_property(properties, column.name);
    if (value == nullptr) return {};
    if (is_numeric(column)) return {.number = property_number(*value), .text = {}};
    auto text = property_text(*value);
    if (!text) return {};
    scratch = std::move(*text);
    const std::size_t length_max = column.categorical ? kCategoryLengthMax : kTextualLengthMax;
    return {.number = {}, .text = first_characters(scratch, length_max)};
  }

  static void append(const Cell& cell, EntityColumn& into, Vocabulary& categories) {
    into.is_null.push_back(!cell.number && !cell.text);
    if (is_numeric(into.column)) {
      into.numbers.push_back(cell.number.value_or(kNoNumber));
      return;
    }
    into.texts.emplace_back(cell.text.value_or(std::string_view()));
    if (!into.column.categorical) return;
    append_categories(into.texts.back(), into, categories);
    into.category_offsets.push_back(static_cast<std::uint32_t>(into.category_codes.size()));
  }

  static void append_categories(std::string_view text, EntityColumn& into, Vocabulary& categories) {
    while (!text.empty()) {
      const std::size_t bar = text.find('|');
      const std::string_view one = text.substr(0, bar);
      if (!one.empty()) into.category_codes.push_back(categories.add(one));
      text = bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1);
    }
  }

  const Schema& schema_;
  std::span<const StreamedEntity> streamed_;
  std::vector<Segment> segments_;
  std::vector<json::Value> properties_;  // by streamed entity
  std::vector<Origin> origins_;          // by row of the table
  EntityTable table_;
};

}  // namespace

Result<EntityTable> load_entities(const Schema& schema, std::span<const std::string> segment_paths,
                                  std::span<const StreamedEntity> streamed) {
  return EntityLoader(schema, streamed).load(segment_paths);
}

}  // namespace attune::data
