#include "domain/data/schema.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "domain/data/column_name.h"
#include "domain/data/schema_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

constexpr std::size_t kSchemaLengthMax = 20'000;
constexpr std::size_t kFieldNameLengthMax = 150;
constexpr std::string_view kNamespace = "com.amazonaws.personalize.schema";

struct TypeName {
  DatasetType type;
  std::string_view record;  // as schemas name it
  std::string_view upper;
};
constexpr std::array kTypeNames{
    TypeName{DatasetType::kInteractions, "Interactions", "INTERACTIONS"},
    TypeName{DatasetType::kItems, "Items", "ITEMS"},
    TypeName{DatasetType::kUsers, "Users", "USERS"},
    TypeName{DatasetType::kActions, "Actions", "ACTIONS"},
    TypeName{DatasetType::kActionInteractions, "ActionInteractions", "ACTION_INTERACTIONS"},
};

constexpr std::array<std::pair<std::string_view, ColumnType>, 6> kColumnTypes{{
    {"string", ColumnType::kString},
    {"int", ColumnType::kInt},
    {"long", ColumnType::kLong},
    {"float", ColumnType::kFloat},
    {"double", ColumnType::kDouble},
    {"boolean", ColumnType::kBoolean},
}};

std::string in_quotes(std::string_view text) {
  std::string quoted("\"");
  quoted.append(text.substr(0, kFieldNameLengthMax));
  quoted.append("\"");
  return quoted;
}

std::unexpected<Error> refuse(const std::string& what) {
  return invalid_input("Invalid schema: " + what);
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

Result<void> check_name(std::string_view name) {
  const bool length_fits = !name.empty() && name.size() <= kFieldNameLengthMax;
  const bool characters_fit =
      !name.empty() && is_letter(name[0]) &&
      std::ranges::all_of(name, [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  if (length_fits && characters_fit) return {};
  return refuse("field name " + in_quotes(name) +
                " must be 1 to 150 letters, digits and underscores and not start with a digit");
}

/// Adds one member of a field's type to `column`; `typed` says whether a non-null type was seen.
Result<void> add_type(const json::Value& type, Column& column, bool& typed) {
  const std::string* name = type.if_string();
  if (name == nullptr) {
    return refuse("field " + column.name + ": nested types are not allowed");
  }
  if (*name == "null") {
    column.nullable = true;
    return {};
  }
  const auto* found =
      std::ranges::find(kColumnTypes, *name, &std::pair<std::string_view, ColumnType>::first);
  if (found == kColumnTypes.end()) {
    return refuse("field " + column.name + ": type " + in_quotes(*name) +
                  " is none of string, int, long, float, double, boolean, null");
  }
  if (typed) return refuse("field " + column.name + ": a union of more than one type");
  column.type = found->second;
  typed = true;
  return {};
}

Result<void> read_type(const json::Value* type, Column& column) {
  if (type == nullptr) return refuse("field " + column.name + " has no type");
  bool typed = false;
  if (const json::Array* members = type->if_array()) {
    for (const json::Value& member : *members) {
      ATTUNE_TRY_VOID(add_type(member, column, typed));
    }
  } else {
    ATTUNE_TRY_VOID(add_type(*type, column, typed));
  }
  if (!typed) return refuse("field " + column.name + " has no type other than null");
  return {};
}

Result<void> read_attribute(const std::string& name, const json::Value& value, Column& column) {
  if (name == "name" || name == "type") return {};
  bool* attribute = nullptr;
  if (name == "categorical") attribute = &column.categorical;
  if (name == "textual") attribute = &column.textual;
  if (name == "itemName") attribute = &column.item_name;
  if (attribute == nullptr) {
    return refuse("field " + column.name + ": unknown attribute " + in_quotes(name));
  }
  const bool* truth = value.if_bool();
  if (truth == nullptr) return refuse("field " + column.name + ": " + name + " must be a boolean");
  *attribute = *truth;
  return {};
}

/// The member's text, or null if there is no such member or it is no string.
const std::string* text_member(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value == nullptr ? nullptr : value->if_string();
}

Result<Column> read_field(const json::Value& field) {
  const json::Object* members = field.if_object();
  if (members == nullptr) return refuse("each of fields must be an object");
  const std::string* name = text_member(field, "name");
  if (name == nullptr) return refuse("a field has no name");
  Column column;
  column.name = *name;
  ATTUNE_TRY_VOID(check_name(column.name));
  ATTUNE_TRY_VOID(read_type(field.find("type"), column));
  for (const auto& [key, value] : *members) {
    ATTUNE_TRY_VOID(read_attribute(key, value, column));
  }
  return column;
}

Result<void> check_text_member(const json::Value& record, std::string_view name,
                               std::string_view expected) {
  const std::string* text = text_member(record, name);
  if (text != nullptr && *text == expected) return {};
  return refuse(std::string(name) + " must be " + in_quotes(expected));
}

Result<void> check_version(const json::Value& record) {
  const json::Value* version = record.find("version");
  const std::string* text = text_member(record, "version");
  const bool as_text = text != nullptr && *text == "1.0";
  const bool as_number = version != nullptr && version->is_number() && version->number() == 1.0;
  if (as_text || as_number) return {};
  return refuse("version must be \"1.0\"");
}

Result<DatasetType> read_record_name(const json::Value& record) {
  const std::string* name = text_member(record, "name");
  if (name != nullptr) {
    const auto* found = std::ranges::find(kTypeNames, *name, &TypeName::record);
    if (found != kTypeNames.end()) return found->type;
  }
  return refuse("name must be one of Interactions, Users, Items, Actions, ActionInteractions");
}

}  // namespace

std::optional<DatasetType> dataset_type_of(std::string_view name) {
  const bool shape_fits = std::ranges::all_of(name, is_letter);
  for (const TypeName& known : kTypeNames) {
    if (shape_fits && same_column_name(known.upper, name)) return known.type;
  }
  return std::nullopt;
}

std::string_view upper_name_of(DatasetType type) {
  return kTypeNames[static_cast<std::size_t>(type)].upper;
}

const Column* Schema::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      columns, [name](const Column& column) { return same_column_name(column.name, name); });
  return found == columns.end() ? nullptr : &*found;
}

Result<Schema> parse_schema(std::string_view avro_text, Domain domain) {
  if (avro_text.size() > kSchemaLengthMax) {
    return refuse(std::to_string(avro_text.size()) + " characters, at most 20000");
  }
  auto parsed = json::parse(avro_text);
  if (!parsed) return refuse(parsed.error().message);
  const json::Value& record = *parsed;
  if (record.if_object() == nullptr) return refuse("not an Avro record");
  ATTUNE_TRY_VOID(check_text_member(record, "type", "record"));
  ATTUNE_TRY_VOID(check_text_member(record, "namespace", kNamespace));
  ATTUNE_TRY_VOID(check_version(record));
  ATTUNE_TRY(type, read_record_name(record));
  const json::Value* fields_member = record.find("fields");
  const json::Array* fields = fields_member == nullptr ? nullptr : fields_member->if_array();
  if (fields == nullptr) return refuse("fields must be an array");
  Schema schema{.dataset_type = type, .columns = {}};
  std::set<std::string> names;
  for (const json::Value& field : *fields) {
    ATTUNE_TRY(column, read_field(field));
    if (!names.insert(folded_column_name(column.name)).second) {
      return refuse("field " + column.name +
                    " has the name of another one, apart from case and punctuation");
    }
    schema.columns.push_back(std::move(column));
  }
  ATTUNE_TRY_VOID(check_fields(schema, domain));
  return schema;
}

}  // namespace attune::data
