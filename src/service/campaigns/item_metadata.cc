#include "service/campaigns/item_metadata.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>

namespace attune::campaigns {
namespace {

// Numbers are kept as doubles: the shortest text that reads back as the same number of the
// column's type.
std::string number_text(double number, data::ColumnType type) {
  std::array<char, 64> digits;
  char* const begin = digits.data();
  char* const end = begin + digits.size();
  if (type == data::ColumnType::kBoolean) return number != 0 ? "true" : "false";
  if (type == data::ColumnType::kFloat) {
    return {begin, std::to_chars(begin, end, static_cast<float>(number)).ptr};
  }
  if (type == data::ColumnType::kInt || type == data::ColumnType::kLong) {
    return {begin, std::to_chars(begin, end, static_cast<std::int64_t>(number)).ptr};
  }
  return {begin, std::to_chars(begin, end, number).ptr};
}

std::optional<std::string> value_of(const data::EntityColumn& column, std::size_t row) {
  if (row < column.is_null.size() && column.is_null[row]) return std::nullopt;
  if (column.column.type == data::ColumnType::kString) {
    return row < column.texts.size() ? std::optional(column.texts[row]) : std::nullopt;
  }
  if (row >= column.numbers.size() || std::isnan(column.numbers[row])) return std::nullopt;
  return number_text(column.numbers[row], column.column.type);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> metadata_of(
    const data::EntityTable& items, std::string_view item_id,
    const std::vector<std::string>& columns) {
  std::vector<std::pair<std::string, std::string>> metadata;
  const auto row = items.ids.find(item_id);
  if (!row) return metadata;
  for (const std::string& name : columns) {
    const data::EntityColumn* column = items.find(name);
    if (column == nullptr) continue;
    if (auto value = value_of(*column, *row)) metadata.emplace_back(name, std::move(*value));
  }
  return metadata;
}

}  // namespace attune::campaigns
