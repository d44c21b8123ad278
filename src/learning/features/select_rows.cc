#include "learning/features/select_rows.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/check.h"

namespace attune::features {
namespace {

template <typename T>
std::vector<T> marked(const std::vector<T>& values, const std::vector<bool>& keep,
                      std::size_t kept_count) {
  std::vector<T> result;
  if (values.empty()) return result;
  result.reserve(kept_count);
  for (std::size_t row = 0; row < keep.size(); ++row) {
    if (keep[row]) result.push_back(values[row]);
  }
  return result;
}

}  // namespace

data::InteractionTable select_rows(const data::InteractionTable& table,
                                   const std::vector<bool>& keep) {
  ATTUNE_CHECK(keep.size() == table.row_count());
  const auto kept_count = static_cast<std::size_t>(std::ranges::count(keep, true));
  data::InteractionTable result;
  result.users = table.users;
  result.items = table.items;
  result.event_types = table.event_types;
  result.offsets.reserve(table.offsets.size());
  std::size_t kept_before = 0;
  std::size_t row = 0;
  for (const auto offset : table.offsets) {
    for (; row < offset; ++row) kept_before += keep[row] ? 1U : 0U;
    result.offsets.push_back(kept_before);
  }
  result.item = marked(table.item, keep, kept_count);
  result.event_type = marked(table.event_type, keep, kept_count);
  result.event_value = marked(table.event_value, keep, kept_count);
  result.timestamp_s = marked(table.timestamp_s, keep, kept_count);
  for (const data::ContextColumn& column : table.context) {
    result.context.push_back({.name = column.name,
                              .numeric = column.numeric,
                              .categories = column.categories,
                              .codes = marked(column.codes, keep, kept_count),
                              .numbers = marked(column.numbers, keep, kept_count)});
  }
  return result;
}

}  // namespace attune::features
