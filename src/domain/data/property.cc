#include "domain/data/property.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/column_name.h"
#include "foundation/io/number.h"
#include "foundation/json/value.h"

namespace attune::data {

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

}  // namespace attune::data
