#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::data {

enum class DatasetType : std::uint8_t {
  kInteractions,
  kItems,
  kUsers,
  kActions,
  kActionInteractions
};
enum class Domain : std::uint8_t { kCustom, kEcommerce, kVideoOnDemand };

/// Without regard to case: "Interactions", "items", "ACTION_INTERACTIONS".
[[nodiscard]] std::optional<DatasetType> dataset_type_of(std::string_view name);
/// As ARNs and responses spell it: "INTERACTIONS".
[[nodiscard]] std::string_view upper_name_of(DatasetType type);

enum class ColumnType : std::uint8_t { kString, kInt, kLong, kFloat, kDouble, kBoolean };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kString;
  bool nullable = false;
  bool categorical = false;
  bool textual = false;
  bool item_name = false;
};

/// What a dataset's rows look like: the Avro record of CreateSchema, checked.
struct Schema {
  DatasetType dataset_type = DatasetType::kInteractions;
  std::vector<Column> columns;

  /// Without regard to case and to characters that are neither letters nor digits
  /// ("numberOfRatings" finds NUMBER_OF_RATINGS); null if there is none.
  [[nodiscard]] const Column* find(std::string_view name) const;
};

/// Parses and checks the Avro text of CreateSchema by the reference's rules (4.2, 4.3) for that
/// domain. kInvalidInput names the field and the rule.
[[nodiscard]] Result<Schema> parse_schema(std::string_view avro_text, Domain domain);

}  // namespace attune::data
