#include "learning/models/incidence.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"

namespace attune::models {
namespace {

void add_user_rows(const data::InteractionTable& table, const std::vector<bool>& keep,
                   Incidence& incidence) {
  incidence.user_offsets.assign(1, 0);
  incidence.items.reserve(table.row_count());
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    const std::size_t begin = incidence.items.size();
    for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      const std::size_t item = data::raw(table.item[row]);
      if (keep.empty() || keep[item]) incidence.items.push_back(static_cast<std::uint32_t>(item));
    }
    const auto first = incidence.items.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(first, incidence.items.end());
    incidence.items.erase(std::unique(first, incidence.items.end()), incidence.items.end());
    incidence.user_offsets.push_back(incidence.items.size());
  }
}

void add_item_rows(std::size_t item_count, Incidence& incidence) {
  incidence.item_offsets.assign(item_count + 1, 0);
  for (const std::uint32_t item : incidence.items) ++incidence.item_offsets[item + 1];
  std::partial_sum(incidence.item_offsets.begin(), incidence.item_offsets.end(),
                   incidence.item_offsets.begin());
  std::vector<std::uint64_t> next(incidence.item_offsets.begin(), incidence.item_offsets.end() - 1);
  incidence.users.resize(incidence.items.size());
  for (std::size_t user = 0; user + 1 < incidence.user_offsets.size(); ++user) {
    for (const std::uint32_t item : incidence.items_of(user)) {
      incidence.users[next[item]++] = static_cast<std::uint32_t>(user);
    }
  }
}

}  // namespace

std::vector<std::int32_t> Incidence::user_counts() const {
  std::vector<std::int32_t> counts(item_count());
  for (std::size_t item = 0; item < counts.size(); ++item) {
    counts[item] = static_cast<std::int32_t>(item_offsets[item + 1] - item_offsets[item]);
  }
  return counts;
}

Incidence incidence_of(const data::InteractionTable& table, const std::vector<bool>& keep) {
  Incidence incidence;
  add_user_rows(table, keep, incidence);
  add_item_rows(table.item_count(), incidence);
  return incidence;
}

}  // namespace attune::models
