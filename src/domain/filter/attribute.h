#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/entities.h"
#include "domain/filter/operators.h"

namespace attune::filter {

/// The operands of a predicate once parameters and CurrentItem are resolved: `numbers` for a
/// numeric field, `texts` for another.
struct OperandValues {
  std::vector<double> numbers;
  std::vector<std::string> texts;
};

/// A field of an Items or Users table, read by row. Valid as long as the table.
class Attribute {
 public:
  /// `id_field`: what the table's own id is called ("ITEM_ID"). Without table or column the field
  /// is null in every row.
  Attribute(const data::EntityTable* table, std::string_view field, std::string_view id_field);

  [[nodiscard]] bool numeric() const;
  [[nodiscard]] const data::EntityColumn* column() const { return column_; }

  /// Nothing: null.
  [[nodiscard]] std::optional<double> number(std::size_t row) const;
  /// The text of the cell ("Action|Crime"); nothing: null. Valid as long as the table.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t row) const;

 private:
  const data::EntityTable* table_ = nullptr;
  const data::EntityColumn* column_ = nullptr;  // null: the id, or no such field
  bool is_id_ = false;
};

/// Calls `visit` with each "|"-separated category of a cell's text until it returns true; whether
/// it did.
template <typename Visit>
bool any_category(std::string_view cell, Visit&& visit) {
  while (true) {
    const std::size_t end = cell.find('|');
    if (visit(cell.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    cell.remove_prefix(end + 1);
  }
}

/// Whether the predicate is true for the row (reference 8.2); no row: every field is null.
[[nodiscard]] bool satisfies(const Attribute& attribute, std::optional<std::size_t> row,
                             const Operator& op, const OperandValues& operands);

}  // namespace attune::filter
