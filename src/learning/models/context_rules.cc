#include "learning/models/context_rules.h"

#include <algorithm>
#include <cmath>

namespace attune::models {
namespace {

constexpr float kLogMax = 20.0F;

ContextInput input_of_number(const ContextColumnRule& rule, float number, std::uint32_t row) {
  if (std::isnan(number)) return {.row = row + 1, .value = 1.0F};
  return {.row = row, .value = rule.scale.of(number)};
}

ContextInput input_of_category(const ContextColumnRule& rule, std::uint32_t code,
                               std::uint32_t row) {
  const auto found = std::ranges::lower_bound(rule.codes, code);
  const auto own = static_cast<std::uint32_t>(found - rule.codes.begin());
  const bool known = found != rule.codes.end() && *found == code;
  return {.row = row + (known ? own : static_cast<std::uint32_t>(rule.codes.size())),
          .value = 1.0F};
}

}  // namespace

float signed_log(float x) {
  return std::copysign(std::min(std::log1p(std::abs(x)), kLogMax), x);
}

float NumberScale::of(float x) const {
  if (!(deviation > 0.0F)) return 0.0F;
  return std::clamp((signed_log(x) - mean) / deviation, -kContextDeviationsMax,
                    kContextDeviationsMax);
}

std::uint32_t ContextColumnRule::row_count() const {
  if (numeric) return scale.deviation > 0.0F ? 2 : 0;
  return codes.empty() ? 0 : static_cast<std::uint32_t>(codes.size()) + 1;
}

void ContextRules::lay_out() {
  std::uint32_t next = 0;
  for (const bool numeric : {false, true}) {
    for (ContextColumnRule& column : columns) {
      if (column.numeric != numeric) continue;
      column.first_row = next;
      next += column.row_count();
    }
  }
}

std::size_t ContextRules::row_count() const {
  std::size_t count = 0;
  for (const ContextColumnRule& column : columns) count += column.row_count();
  return count;
}

std::size_t ContextRules::category_row_count() const {
  std::size_t count = 0;
  for (const ContextColumnRule& column : columns) count += column.numeric ? 0 : column.row_count();
  return count;
}

void ContextRules::add_inputs(const data::ContextCells& cells, std::uint32_t first_row,
                              std::vector<ContextInput>& to) const {
  for (std::size_t c = 0; c < std::min(columns.size(), cells.size()); ++c) {
    const ContextColumnRule& column = columns[c];
    if (column.row_count() == 0) continue;
    const std::uint32_t row = first_row + column.first_row;
    if (column.numeric) {
      to.push_back(input_of_number(column, cells[c].number(), row));
    } else if (cells[c].code() != data::kNoCategory) {
      to.push_back(input_of_category(column, cells[c].code(), row));
    }
  }
}

}  // namespace attune::models
