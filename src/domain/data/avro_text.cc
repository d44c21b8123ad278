#include "domain/data/avro_text.h"

#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

std::string_view record_name_of(DatasetType type) {
  switch (type) {
    case DatasetType::kInteractions:
      return "Interactions";
    case DatasetType::kItems:
      return "Items";
    case DatasetType::kUsers:
      return "Users";
    case DatasetType::kActions:
      return "Actions";
    case DatasetType::kActionInteractions:
      return "ActionInteractions";
  }
  return "";
}

std::string_view type_name_of(ColumnType type) {
  switch (type) {
    case ColumnType::kString:
      return "string";
    case ColumnType::kInt:
      return "int";
    case ColumnType::kLong:
      return "long";
    case ColumnType::kFloat:
      return "float";
    case ColumnType::kDouble:
      return "double";
    case ColumnType::kBoolean:
      return "boolean";
  }
  return "";
}

json::Value field_of(const Column& column) {
  json::Value field{json::Object{{"name", column.name}}};
  const std::string_view type = type_name_of(column.type);
  field.add("type", column.nullable ? json::Value(json::Array{"null", type}) : json::Value(type));
  if (column.categorical) field.add("categorical", true);
  if (column.textual) field.add("textual", true);
  if (column.item_name) field.add("itemName", true);
  return field;
}

}  // namespace

std::string avro_text(const Schema& schema) {
  std::string text = R"({"type": "record", "name": ")";
  text += record_name_of(schema.dataset_type);
  text += R"(", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [)";
  for (const Column& column : schema.columns) {
    text += &column == schema.columns.data() ? "\n  " : ",\n  ";
    json::write(field_of(column), text);
  }
  return text + "\n]}\n";
}

}  // namespace attune::data
