#include "api/operations/event_properties.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::operations {
namespace {

using data::ColumnType;

constexpr std::array<std::string_view, 6> kForbidden{"userid",    "sessionid",        "eventtype",
                                                     "timestamp", "recommendationid", "impression"};

// Letters and digits in lower case: how a key and a column are compared.
std::string plain(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

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

std::optional<json::Value> whole_number(const json::Value& value) {
  constexpr double kExactMax = 9'007'199'254'740'992.0;  // 2^53
  if (const std::int64_t* integer = value.if_integer()) return json::Value(*integer);
  const auto number = number_of(value);
  if (!number || std::trunc(*number) != *number || std::fabs(*number) > kExactMax) {
    return std::nullopt;
  }
  return json::Value(static_cast<std::int64_t>(*number));
}

std::optional<json::Value> truth(const json::Value& value) {
  if (value.if_bool() != nullptr) return value;
  const std::string* text = value.if_string();
  if (text == nullptr || (*text != "true" && *text != "false")) return std::nullopt;
  return json::Value(*text == "true");
}

std::optional<json::Value> converted(const json::Value& value, ColumnType type) {
  switch (type) {
    case ColumnType::kString: {
      const auto text = text_of(value);
      return text ? std::optional<json::Value>(*text) : std::nullopt;
    }
    case ColumnType::kInt:
    case ColumnType::kLong:
      return whole_number(value);
    case ColumnType::kFloat:
    case ColumnType::kDouble: {
      const auto number = number_of(value);
      return number ? std::optional<json::Value>(*number) : std::nullopt;
    }
    case ColumnType::kBoolean:
      return truth(value);
  }
  return std::nullopt;
}

std::unexpected<Error> refuse(std::string_view path, std::string_view key,
                              std::string_view reason) {
  return invalid_input(std::string(path) + '.' + std::string(key) + ": " + std::string(reason));
}

Result<void> take(EventProperties& into, json::Value& columns, const data::Schema& interactions,
                  std::string_view path, const std::pair<std::string, json::Value>& member) {
  const auto& [key, value] = member;
  const std::string name = plain(key);
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
  auto fitting = converted(value, column->type);
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
