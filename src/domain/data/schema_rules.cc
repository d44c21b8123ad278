#include "domain/data/schema_rules.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "domain/data/column_name.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::data {
namespace {

enum class Presence : std::uint8_t { kRequired, kReserved };
enum class Nullable : std::uint8_t { kNo, kAllowed };
/// What a string field must be; kPlain for fields of other types.
enum class Shape : std::uint8_t { kPlain, kCategorical, kTextual };

struct KnownField {
  std::string_view name;
  ColumnType type;
  Presence presence;
  Nullable nullable;
  Shape shape = Shape::kPlain;
  ColumnType other_type = type;  // a second type that is accepted
};

constexpr KnownField required(std::string_view name, ColumnType type, Shape shape = Shape::kPlain) {
  return {name, type, Presence::kRequired, Nullable::kNo, shape};
}
constexpr KnownField reserved(std::string_view name, ColumnType type, Shape shape = Shape::kPlain) {
  return {name, type, Presence::kReserved, Nullable::kAllowed, shape};
}
constexpr KnownField reserved_non_null(std::string_view name, ColumnType type) {
  return {name, type, Presence::kReserved, Nullable::kNo};
}

using enum ColumnType;

constexpr std::array kInteractionsCustom{
    required("USER_ID", kString),           required("ITEM_ID", kString),
    required("TIMESTAMP", kLong),           reserved_non_null("EVENT_TYPE", kString),
    reserved("EVENT_VALUE", kFloat),        reserved("IMPRESSION", kString),
    reserved("RECOMMENDATION_ID", kString), reserved("EVENT_ATTRIBUTION_SOURCE", kString),
};
constexpr std::array kInteractionsDomain{
    required("USER_ID", kString),           required("ITEM_ID", kString),
    required("TIMESTAMP", kLong),           required("EVENT_TYPE", kString),
    reserved("EVENT_VALUE", kFloat),        reserved("IMPRESSION", kString),
    reserved("RECOMMENDATION_ID", kString), reserved("EVENT_ATTRIBUTION_SOURCE", kString),
};
constexpr std::array kUsersAny{required("USER_ID", kString)};
constexpr std::array kUsersVideo{
    required("USER_ID", kString),
    reserved("SUBSCRIPTION_MODEL", kString, Shape::kCategorical),
};
constexpr std::array kItemsCustom{
    required("ITEM_ID", kString),
    reserved("CREATION_TIMESTAMP", kLong),
};
/// GENRES or GENRES_L1 is required too: see `check_genres`.
constexpr std::array kItemsVideo{
    required("ITEM_ID", kString),
    required("CREATION_TIMESTAMP", kLong),
    reserved("GENRES", kString, Shape::kCategorical),
    reserved("GENRES_L1", kString, Shape::kCategorical),
    reserved("PRICE", kFloat),
    reserved("DURATION", kFloat),
    reserved("GENRE_L2", kString, Shape::kCategorical),
    reserved("GENRE_L3", kString, Shape::kCategorical),
    reserved("AVERAGE_RATING", kFloat),
    reserved("PRODUCT_DESCRIPTION", kString, Shape::kTextual),
    reserved("CONTENT_OWNER", kString, Shape::kCategorical),
    reserved("CONTENT_CLASSIFICATION", kString, Shape::kCategorical),
};
constexpr std::array kItemsEcommerce{
    required("ITEM_ID", kString),
    required("PRICE", kFloat),
    required("CATEGORY_L1", kString, Shape::kCategorical),
    reserved("CATEGORY_L2", kString, Shape::kCategorical),
    reserved("CATEGORY_L3", kString, Shape::kCategorical),
    reserved("PRODUCT_DESCRIPTION", kString, Shape::kTextual),
    KnownField{"CREATION_TIMESTAMP", kLong, Presence::kReserved, Nullable::kAllowed, Shape::kPlain,
               kFloat},
    reserved("AGE_GROUP", kString, Shape::kCategorical),
    reserved("ADULT", kString, Shape::kCategorical),
    reserved("GENDER", kString, Shape::kCategorical),
};
constexpr std::array kActions{
    required("ACTION_ID", kString),
    reserved("CREATION_TIMESTAMP", kLong),
    reserved("VALUE", kLong),
    reserved("TYPE", kString),
    reserved("EXPIRATION_TIMESTAMP", kLong),
    reserved("ACTION_EXPIRATION_TIMESTAMP", kLong),
    reserved("REPEAT_FREQUENCY", kLong),
};
constexpr std::array kActionInteractions{
    required("USER_ID", kString),    required("ACTION_ID", kString),
    required("EVENT_TYPE", kString), required("TIMESTAMP", kLong),
    reserved("IMPRESSION", kString), reserved("RECOMMENDATION_ID", kString),
};

std::span<const KnownField> known_fields(DatasetType type, Domain domain) {
  const bool custom = domain == Domain::kCustom;
  const bool video = domain == Domain::kVideoOnDemand;
  switch (type) {
    case DatasetType::kInteractions:
      if (custom) return kInteractionsCustom;
      return kInteractionsDomain;
    case DatasetType::kItems:
      if (custom) return kItemsCustom;
      if (video) return kItemsVideo;
      return kItemsEcommerce;
    case DatasetType::kUsers:
      if (video) return kUsersVideo;
      return kUsersAny;
    case DatasetType::kActions:
      return kActions;
    case DatasetType::kActionInteractions:
      return kActionInteractions;
  }
  return {};
}

std::size_t own_fields_max(DatasetType type) {
  switch (type) {
    case DatasetType::kInteractions:
    case DatasetType::kActionInteractions:
      return 5;
    case DatasetType::kUsers:
      return 25;
    case DatasetType::kItems:
      return 100;
    case DatasetType::kActions:
      return 10;
  }
  return 0;
}

std::string_view name_of(ColumnType type) {
  constexpr std::array<std::string_view, 6> kNames{"string", "int",    "long",
                                                   "float",  "double", "boolean"};
  return kNames[static_cast<std::size_t>(type)];
}

std::unexpected<Error> refuse(std::string_view field, const std::string& rule) {
  return invalid_input("Invalid schema: field " + std::string(field) + " " + rule);
}

Result<void> check_known(const Column& column, const KnownField& known) {
  if (column.type != known.type && column.type != known.other_type) {
    return refuse(known.name, "must be of type " + std::string(name_of(known.type)));
  }
  if (column.nullable && known.nullable == Nullable::kNo) {
    return refuse(known.name, "must not be nullable");
  }
  if (column.categorical != (known.shape == Shape::kCategorical)) {
    return refuse(known.name, known.shape == Shape::kCategorical ? "must be categorical"
                                                                 : "must not be categorical");
  }
  if (column.textual != (known.shape == Shape::kTextual)) {
    return refuse(known.name,
                  known.shape == Shape::kTextual ? "must be textual" : "must not be textual");
  }
  return {};
}

Result<void> check_attributes(const Column& column, DatasetType type) {
  const bool is_string = column.type == kString;
  if (column.categorical && !is_string) {
    return refuse(column.name, "is categorical, which only a string can be");
  }
  if (column.textual && (!is_string || type != DatasetType::kItems)) {
    return refuse(column.name, "is textual, which only a string of Items can be");
  }
  if (column.item_name && (!is_string || type != DatasetType::kItems)) {
    return refuse(column.name, "is itemName, which only a string of Items can be");
  }
  if (column.categorical && column.textual) {
    return refuse(column.name, "cannot be both categorical and textual");
  }
  return {};
}

/// The genre field of a VIDEO_ON_DEMAND Items schema has two spellings in use (reference 4.2).
Result<void> check_genres(const Schema& schema) {
  for (const std::string_view name : {"GENRES", "GENRES_L1"}) {
    const Column* column = schema.find(name);
    if (column != nullptr && !column->nullable) return {};
  }
  return refuse("GENRES", "is required and must not be nullable");
}

bool counts_as_metadata(const Column& column) {
  return column.type != kBoolean &&
         (column.type != kString || column.categorical || column.textual);
}

Result<void> check_counts(const Schema& schema, Domain domain) {
  const DatasetType type = schema.dataset_type;
  std::size_t own = 0;
  std::size_t metadata = 0;
  for (const Column& column : schema.columns) {
    if (!is_known_field(type, domain, column.name)) ++own;
    if (counts_as_metadata(column)) ++metadata;
  }
  if (own > own_fields_max(type)) {
    return invalid_input("Invalid schema: " + std::to_string(own) + " metadata fields, at most " +
                         std::to_string(own_fields_max(type)));
  }
  const bool needs_metadata =
      type == DatasetType::kItems || type == DatasetType::kUsers || type == DatasetType::kActions;
  if (needs_metadata && metadata == 0) {
    return invalid_input(
        "Invalid schema: at least one metadata field (categorical or numeric) is required");
  }
  if (std::ranges::count(schema.columns, true, &Column::textual) > 1) {
    return invalid_input("Invalid schema: more than one textual field");
  }
  if (std::ranges::count(schema.columns, true, &Column::item_name) > 1) {
    return invalid_input("Invalid schema: more than one itemName field");
  }
  return {};
}

}  // namespace

bool is_known_field(DatasetType type, Domain domain, std::string_view name) {
  return std::ranges::any_of(known_fields(type, domain), [name](const KnownField& known) {
    return same_column_name(known.name, name);
  });
}

bool is_id_column(std::string_view name) {
  return same_column_name(name, "USER_ID") || same_column_name(name, "ITEM_ID") ||
         same_column_name(name, "ACTION_ID");
}

Result<void> check_fields(const Schema& schema, Domain domain) {
  for (const KnownField& known : known_fields(schema.dataset_type, domain)) {
    const Column* column = schema.find(known.name);
    if (column != nullptr) {
      ATTUNE_TRY_VOID(check_known(*column, known));
    } else if (known.presence == Presence::kRequired) {
      return refuse(known.name, "is required");
    }
  }
  for (const Column& column : schema.columns) {
    ATTUNE_TRY_VOID(check_attributes(column, schema.dataset_type));
  }
  if (schema.dataset_type == DatasetType::kItems && domain == Domain::kVideoOnDemand) {
    ATTUNE_TRY_VOID(check_genres(schema));
  }
  return check_counts(schema, domain);
}

}  // namespace attune::data
