#include "api/operations/event_properties.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "domain/data/column_name.h"
#include "domain/data/property.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::operations {
namespace {

constexpr std::array<std::string_view, 6> kForbidden{"userid",    "sessionid",        "eventtype",
                                                     "timestamp", "recommendationid", "impression"};

std::optional<double> number_of(const json::Value& value) {
  if (value.is_number()) return value.number();
  const std::string* text = value.if_string();
  if (text == nullptr) return std::nullopt;
  double number = 0.0;
  const char* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::string> text_of(const json::Value& value) {
  if (const std::string* text = value.if_string()) return *text;
  if (value.is_number() || value.if_bool() != nullptr) return json::write(value);
  return std::nullopt;
}

std::unexpected<Error> refuse(std::string_view path, std::string_view key,
                              std::string_view reason) {
  return invalid_input(std::string(path) + '.' + std::string(key) + ": " + std::string(reason));
}

Result<void> take(EventProperties& into, json::Value& columns, const data::Schema& interactions,
                  std::string_view path, const std::pair<std::string, json::Value>& member) {
  const auto& [key, value] = member;
  const std::string name = data::folded_column_name(key);
  if (std::ranges::find(kForbidden, name) != kForbidden.end()) {
    return refuse(path, key, "belongs outside of properties");
  }
  if (value.is_null()) return {};
  if (name == "itemid") {
    into.item_id = text_of(value);
    if (!into.item_id) return refuse(path, key, "must be a string");
    return {};
  }
  if (name == "eventvalue") {
    const auto number = number_of(value);
    if (!number) return refuse(path, key, "must be a number");
    into.event_value = static_cast<float>(*number);
    return {};
  }
  const data::Column* column = interactions.find(key);
  if (column == nullptr) return {};
  auto fitting = data::converted_property(value, *column);
  if (!fitting) return refuse(path, key, "does not fit the type of column " + column->name);
  columns.add(column->name, std::move(*fitting));
  return {};
}

}  // namespace

Result<EventProperties> read_event_properties(std::string_view text,
                                              const data::Schema& interactions,
                                              std::string_view path) {
  const auto parsed = json::parse(text);
  const json::Object* members = parsed ? parsed->if_object() : nullptr;
  if (members == nullptr) return invalid_input(std::string(path) + ": no JSON object");
  EventProperties properties{.item_id = {}, .event_value = {}, .columns = {}};
  json::Value columns;
  for (const auto& member : *members) {
    ATTUNE_TRY_VOID(take(properties, columns, interactions, path, member));
  }
  if (!columns.is_null()) properties.columns = json::write(columns);
  return properties;
}

}  // namespace attune::operations
