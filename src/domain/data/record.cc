#include "domain/data/record.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/data/cell_value.h"
#include "domain/data/property.h"
#include "domain/data/schema_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

bool is_empty_text(const json::Value& value) {
  const std::string* text = value.if_string();
  return text != nullptr && text->empty();
}

Result<void> check_length(const Column& column, const json::Value& value) {
  const std::string* text = value.if_string();
  if (text == nullptr) return {};
  const std::size_t length_max = column.categorical ? kCategoryLengthMax : kTextualLengthMax;
  if (!is_longer_than(*text, length_max)) return {};
  return invalid_input("more than " + std::to_string(length_max) + " characters");
}

Result<std::optional<json::Value>> value_of(const json::Value& properties, const Column& column) {
  const json::Value* given = find_property(properties, column.name);
  if (given == nullptr || is_empty_text(*given)) {
    if (column.nullable) return std::nullopt;
    return invalid_input("required by the schema, but missing or empty");
  }
  auto value = converted_property(*given, column);
  if (!value) return invalid_input("does not fit the type of the column");
  ATTUNE_TRY_VOID(check_length(column, *value));
  return value;
}

}  // namespace

Result<std::string> read_record(const Schema& schema, std::string_view text,
                                std::string_view path) {
  const auto parsed = json::parse(text);
  if (!parsed || parsed->if_object() == nullptr) {
    return invalid_input(std::string(path) + ": no JSON object");
  }
  json::Value columns{json::Object{}};
  for (const Column& column : schema.columns) {
    if (is_id_column(column.name)) continue;
    auto value = value_of(*parsed, column);
    if (!value) {
      return invalid_input(std::string(path) + ": column " + column.name + ": " +
                           value.error().message);
    }
    if (*value) columns.add(column.name, std::move(**value));
  }
  return json::write(columns);
}

}  // namespace attune::data
