#include "domain/filter/attribute.h"

#include <algorithm>
#include <cmath>

#include "domain/filter/ast.h"

namespace attune::filter {

Attribute::Attribute(const data::EntityTable* table, std::string_view field,
                     std::string_view id_field)
    : table_(table),
      column_(table == nullptr ? nullptr : table->find(field)),
      is_id_(table != nullptr && column_ == nullptr && equal_without_case(field, id_field)) {}

bool Attribute::numeric() const {
  return column_ != nullptr && column_->column.type != data::ColumnType::kString;
}

std::optional<double> Attribute::number(std::size_t row) const {
  if (!numeric() || row >= column_->numbers.size() || std::isnan(column_->numbers[row])) {
    return std::nullopt;
  }
  return column_->numbers[row];
}

std::optional<std::string_view> Attribute::text(std::size_t row) const {
  if (is_id_) return table_->ids.text(static_cast<std::uint32_t>(row));
  if (column_ == nullptr || numeric() || row >= column_->texts.size()) return std::nullopt;
  if (row < column_->is_null.size() && column_->is_null[row]) return std::nullopt;
  return column_->texts[row];
}

bool satisfies(const Attribute& attribute, std::optional<std::size_t> row, const Operator& op,
               const OperandValues& operands) {
  if (!row) return op.on_null;
  if (attribute.numeric()) {
    const std::optional<double> value = attribute.number(*row);
    if (!value) return op.on_null;
    if (op.shape == OperandShape::kSingle && operands.numbers.empty()) return op.on_null;
    const bool matched = std::ranges::any_of(
        operands.numbers, [&](double operand) { return op.matches(*value, operand); });
    return matched != op.negated;
  }
  const std::optional<std::string_view> cell = attribute.text(*row);
  if (!cell || op.ordered) return op.on_null;
  if (op.shape == OperandShape::kSingle && operands.texts.empty()) return op.on_null;
  const bool matched = any_category(*cell, [&](std::string_view category) {
    return std::ranges::find(operands.texts, category) != operands.texts.end();
  });
  return matched != op.negated;
}

}  // namespace attune::filter
