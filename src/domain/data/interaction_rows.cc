#include "domain/data/interaction_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/property.h"
#include "domain/data/schema_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

constexpr std::uint32_t kUnmapped = 0xFFFFFFFF;
constexpr std::size_t kEventTypesMax = 0xFFFE;
constexpr float kNoValue = std::numeric_limits<float>::quiet_NaN();

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_event_type(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

Result<std::size_t> required_column(const Segment& segment, std::string_view name,
                                    Encoding encoding) {
  const auto position = segment.position_of(name);
  if (!position || encoding_of(segment.schema().columns[*position]) != encoding) {
    return invalid_input("the imported data have no column " + std::string(name));
  }
  return *position;
}

}  // namespace

/// The columns of one segment, and how its codes map to the collector's indices.
class InteractionCollector::SegmentRows {
 public:
  SegmentRows(InteractionCollector& into, const Segment& segment)
      : into_(into), segment_(segment) {}

  Result<void> add_all() {
    ATTUNE_TRY_VOID(find_columns());
    ATTUNE_TRY_VOID(select_types());
    for (std::size_t group = 0; group < segment_.group_count(); ++group) add_group(group);
    return {};
  }

 private:
  struct ContextSource {
    std::optional<std::size_t> position;
    std::vector<std::uint32_t> codes;  // the segment's to the collector's
  };

  Result<void> find_columns() {
    ATTUNE_TRY(user, required_column(segment_, "USER_ID", Encoding::kDictionary));
    ATTUNE_TRY(item, required_column(segment_, "ITEM_ID", Encoding::kDictionary));
    ATTUNE_TRY(time, required_column(segment_, "TIMESTAMP", Encoding::kInt64));
    user_ = user;
    item_ = item;
    time_ = time;
    type_ = position_of("EVENT_TYPE", Encoding::kDictionary);
    value_ = position_of("EVENT_VALUE", Encoding::kFloat64);
    user_map_.assign(segment_.dictionary(user).size(), kUnmapped);
    item_map_.assign(segment_.dictionary(item).size(), kUnmapped);
    for (std::size_t at = 0; at < into_.rows.context.size(); ++at) {
      const ContextColumn& column = into_.rows.context[at];
      ContextSource source;
      source.position =
          position_of(column.name, column.numeric ? Encoding::kFloat64 : Encoding::kDictionary);
      if (!source.position && column.numeric) {
        source.position = position_of(column.name, Encoding::kInt64);
      }
      if (source.position && !column.numeric) {
        source.codes.assign(segment_.dictionary(*source.position).size(), kUnmapped);
      }
      context_.push_back(std::move(source));
    }
    return {};
  }

  [[nodiscard]] std::optional<std::size_t> position_of(std::string_view name,
                                                       Encoding encoding) const {
    const auto position = segment_.position_of(name);
    const bool fits = position && encoding_of(segment_.schema().columns[*position]) == encoding;
    return fits ? position : std::nullopt;
  }

  Result<void> select_types() {
    if (!type_) return {};
    const DictionaryView& dictionary = segment_.dictionary(*type_);
    if (dictionary.size() > kEventTypesMax) {
      return invalid_input(std::to_string(dictionary.size()) + " distinct event types, at most " +
                           std::to_string(kEventTypesMax));
    }
    type_map_.assign(dictionary.size(), kUnmapped);
    return {};
  }

  static std::uint32_t mapped(std::uint32_t code, std::vector<std::uint32_t>& map,
                              const DictionaryView& dictionary, Vocabulary& vocabulary) {
    std::uint32_t& index = map[code];
    if (index == kUnmapped) index = vocabulary.add(dictionary.text(code));
    return index;
  }

  void add_group(std::size_t group) {
    const std::uint64_t row_count = segment_.group_row_count(group);
    for (std::size_t row = 0; row < row_count; ++row) add_row(group, row);
    for (std::size_t at = 0; at < context_.size(); ++at) {
      add_context(group, context_[at], into_.rows.context[at], into_.categories[at]);
    }
    kept_.clear();
  }

  void add_row(std::size_t group, std::size_t row) {
    float value = kNoValue;
    if (value_ && !segment_.column(group, *value_).is_null(row)) {
      value = static_cast<float>(segment_.column(group, *value_).numbers[row]);
    }
    const ColumnView* types = type_ ? &segment_.column(group, *type_) : nullptr;
    const bool has_type = types != nullptr && !types->is_null(row);
    if (!into_.selection_.rules.empty()) {
      const std::string_view name =
          has_type ? segment_.dictionary(*type_).text(types->codes[row]) : std::string_view();
      if (!into_.is_kept(name, value)) return;
    }
    const ColumnView& user_ids = segment_.column(group, user_);
    const ColumnView& item_ids = segment_.column(group, item_);
    if (user_ids.is_null(row) || item_ids.is_null(row)) return;
    InteractionRows& kept = into_.rows;
    kept.user.push_back(
        mapped(user_ids.codes[row], user_map_, segment_.dictionary(user_), into_.users));
    kept.item.push_back(
        ItemIndex{mapped(item_ids.codes[row], item_map_, segment_.dictionary(item_), into_.items)});
    kept.event_type.push_back(has_type ? EventTypeIndex{static_cast<std::uint16_t>(mapped(
                                             types->codes[row], type_map_,
                                             segment_.dictionary(*type_), into_.event_types))}
                                       : kNoEventType);
    kept.event_value.push_back(value);
    kept.timestamp_s.push_back(segment_.column(group, time_).integers[row]);
    kept_.push_back(static_cast<std::uint32_t>(row));
  }

  void add_context(std::size_t group, ContextSource& source, ContextColumn& into,
                   Vocabulary& vocabulary) {
    const ColumnView* view = source.position ? &segment_.column(group, *source.position) : nullptr;
    for (const std::uint32_t row : kept_) {
      const bool is_null = view == nullptr || view->is_null(row);
      if (!into.numeric) {
        into.codes.push_back(is_null ? kNoCategory
                                     : mapped(view->codes[row], source.codes,
                                              segment_.dictionary(*source.position), vocabulary));
      } else if (is_null) {
        into.numbers.push_back(kNoValue);
      } else {
        into.numbers.push_back(view->numbers.empty() ? static_cast<float>(view->integers[row])
                                                     : static_cast<float>(view->numbers[row]));
      }
    }
  }

  InteractionCollector& into_;
  const Segment& segment_;
  std::size_t user_ = 0;
  std::size_t item_ = 0;
  std::size_t time_ = 0;
  std::optional<std::size_t> type_;
  std::optional<std::size_t> value_;
  std::vector<std::uint32_t> user_map_;
  std::vector<std::uint32_t> item_map_;
  std::vector<std::uint32_t> type_map_;
  std::vector<ContextSource> context_;
  std::vector<std::uint32_t> kept_;  // rows of the current group
};

bool EventSelection::takes(std::string_view event_type, float event_value) const {
  if (rules.empty()) return true;
  return std::ranges::any_of(rules, [&](const Rule& rule) {
    const bool type_fits = rule.event_type.empty() || same_event_type(rule.event_type, event_type);
    return type_fits && (!rule.value_min || static_cast<double>(event_value) >= *rule.value_min);
  });
}

bool is_context_column(const Column& column) {
  if (is_known_field(DatasetType::kInteractions, Domain::kCustom, column.name)) return false;
  const bool numeric = column.type != ColumnType::kString && column.type != ColumnType::kBoolean;
  return numeric || (column.type == ColumnType::kString && column.categorical);
}

InteractionCollector::InteractionCollector(const Schema& schema, const EventSelection& selection,
                                           Kept kept)
    : selection_(selection), kept_(kept) {
  for (const Column& column : schema.columns) {
    if (!is_context_column(column)) continue;
    ContextColumn context;
    context.name = column.name;
    context.numeric = column.type != ColumnType::kString;
    rows.context.push_back(std::move(context));
  }
  categories.resize(rows.context.size());
}

void InteractionCollector::reserve(std::uint64_t row_count) {
  rows.user.reserve(row_count);
  rows.item.reserve(row_count);
  rows.event_type.reserve(row_count);
  rows.event_value.reserve(row_count);
  rows.timestamp_s.reserve(row_count);
  for (ContextColumn& column : rows.context) {
    if (column.numeric) column.numbers.reserve(row_count);
    if (!column.numeric) column.codes.reserve(row_count);
  }
}

bool InteractionCollector::is_kept(std::string_view event_type, float event_value) const {
  return selection_.takes(event_type, event_value) == (kept_ == Kept::kSelected);
}

Result<void> InteractionCollector::add(const Segment& segment) {
  return SegmentRows(*this, segment).add_all();
}

void InteractionCollector::add_context(const json::Value& properties) {
  for (std::size_t at = 0; at < rows.context.size(); ++at) {
    ContextColumn& column = rows.context[at];
    const json::Value* value = find_property(properties, column.name);
    if (column.numeric) {
      const auto number = value == nullptr ? std::nullopt : property_number(*value);
      column.numbers.push_back(number ? static_cast<float>(*number) : kNoValue);
    } else {
      const auto text = value == nullptr ? std::nullopt : property_text(*value);
      const bool fits = text && text->size() <= Vocabulary::kTextBytesMax;
      column.codes.push_back(fits ? categories[at].add(*text) : kNoCategory);
    }
  }
}

Result<void> InteractionCollector::add(const StreamedInteraction& event) {
  const float value = event.event_value.value_or(kNoValue);
  if (event.user_id.empty() || event.item_id.empty()) return {};
  if (!is_kept(event.event_type, value)) return {};
  json::Value properties;
  if (!event.properties.empty()) {
    ATTUNE_TRY(parsed, json::parse(event.properties));
    properties = std::move(parsed);
  }
  if (event_types.size() > kEventTypesMax) return invalid_input("too many distinct event types");
  rows.user.push_back(users.add(event.user_id));
  rows.item.push_back(ItemIndex{items.add(event.item_id)});
  rows.event_type.push_back(event.event_type.empty() ? kNoEventType
                                                     : EventTypeIndex{static_cast<std::uint16_t>(
                                                           event_types.add(event.event_type))});
  rows.event_value.push_back(value);
  rows.timestamp_s.push_back(event.timestamp_s);
  add_context(properties);
  return {};
}

}  // namespace attune::data
