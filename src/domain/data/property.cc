#include "domain/data/property.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/data/cell_value.h"
#include "domain/data/column_name.h"
#include "foundation/io/number.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

std::optional<double> number_of(const json::Value& value) {
  if (value.is_number()) return value.number();
  const std::string* text = value.if_string();
  return text == nullptr ? std::nullopt : io::parse_number(*text);
}

std::optional<json::Value> whole_number(const json::Value& value, const Column& column) {
  constexpr double kExactMax = 9'007'199'254'740'992.0;  // 2^53
  std::optional<std::int64_t> whole;
  if (const std::int64_t* exact = value.if_integer()) {
    whole = *exact;
  } else if (const std::string* text = value.if_string()) {
    whole = integer_of(*text, is_time_column(column.name));
  } else if (value.is_number() && std::fabs(value.number()) <= kExactMax) {
    const double cut = std::trunc(value.number());
    if (cut == value.number() || is_time_column(column.name)) {
      whole = static_cast<std::int64_t>(cut);
    }
  }
  if (!whole || (column.type == ColumnType::kInt && !fits_int(*whole))) return std::nullopt;
  return json::Value(*whole);
}

std::optional<json::Value> truth(const json::Value& value) {
  if (value.if_bool() != nullptr) return value;
  const std::string* text = value.if_string();
  if (text == nullptr || (*text != "true" && *text != "false")) return std::nullopt;
  return json::Value(*text == "true");
}

}  // namespace

const json::Value* find_property(const json::Value& properties, std::string_view column_name) {
  const json::Object* members = properties.if_object();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members) {
    if (same_column_name(name, column_name)) return value.is_null() ? nullptr : &value;
  }
  return nullptr;
}

std::optional<double> property_number(const json::Value& value) {
  if (value.is_number()) return value.number();
  if (const bool* truth = value.if_bool()) return *truth ? 1.0 : 0.0;
  if (const std::string* text = value.if_string()) {
    if (*text == "true" || *text == "false") return *text == "true" ? 1.0 : 0.0;
    return io::parse_number(*text);
  }
  return std::nullopt;
}

std::optional<std::string> property_text(const json::Value& value) {
  if (const std::string* text = value.if_string()) {
    return text->empty() ? std::nullopt : std::optional<std::string>(*text);
  }
  if (value.is_number() || value.if_bool() != nullptr) return json::write(value);
  return std::nullopt;
}

std::optional<json::Value> converted_property(const json::Value& value, const Column& column) {
  switch (column.type) {
    case ColumnType::kString: {
      if (const std::string* text = value.if_string()) return json::Value(*text);
      const auto text = property_text(value);
      return text ? std::optional<json::Value>(*text) : std::nullopt;
    }
    case ColumnType::kInt:
    case ColumnType::kLong:
      return whole_number(value, column);
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

}  // namespace attune::data
