#include "domain/data/context_cell.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "domain/data/property.h"

namespace attune::data {

ContextCell context_cell(const ContextColumn& column, const json::Value& value) {
  if (column.numeric) {
    const auto number = property_number(value);
    constexpr auto kMax = static_cast<double>(std::numeric_limits<float>::max());
    if (!number || !(std::abs(*number) <= kMax)) return {};
    return ContextCell::of_number(static_cast<float>(*number));
  }
  const auto text = property_text(value);
  if (!text) return {};
  if (!column.categories) return {};
  const auto unseen = static_cast<std::uint32_t>(column.categories->size());
  return ContextCell::of_code(column.categories->find(*text).value_or(unseen));
}

}  // namespace attune::data
