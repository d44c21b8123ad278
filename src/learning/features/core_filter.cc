#include "learning/features/core_filter.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"

namespace attune::features {
namespace {

struct Counts {
  std::vector<std::uint32_t> of_user;
  std::vector<std::uint32_t> of_item;
};

// Rows of users and items with too few rows lose their marks. Whether any did.
bool peel(const data::InteractionTable& table, std::size_t events_min, Counts& counts,
          std::vector<bool>& kept) {
  bool changed = false;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      std::uint32_t& of_item = counts.of_item[data::raw(table.item[row])];
      if (!kept[row] || (counts.of_user[user] >= events_min && of_item >= events_min)) continue;
      kept[row] = false;
      --counts.of_user[user];
      --of_item;
      changed = true;
    }
  }
  return changed;
}

}  // namespace

std::vector<bool> core_rows(const data::InteractionTable& table, std::size_t events_min) {
  std::vector<bool> kept(table.row_count(), true);
  Counts counts{.of_user = std::vector<std::uint32_t>(table.user_count()),
                .of_item = std::vector<std::uint32_t>(table.item_count())};
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    counts.of_user[user] =
        static_cast<std::uint32_t>(table.offsets[user + 1] - table.offsets[user]);
  }
  for (const data::ItemIndex item : table.item) ++counts.of_item[data::raw(item)];
  while (peel(table, events_min, counts, kept)) {
  }
  return kept;
}

std::vector<bool> rows_without_repeats(const data::InteractionTable& table) {
  std::vector<bool> kept(table.row_count(), true);
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::size_t row = table.offsets[user] + 1; row < table.offsets[user + 1]; ++row) {
      kept[row] = table.item[row] != table.item[row - 1];
    }
  }
  return kept;
}

std::vector<bool> items_with_rows(const data::InteractionTable& table) {
  std::vector<bool> marks(table.item_count(), false);
  for (const data::ItemIndex item : table.item) marks[data::raw(item)] = true;
  return marks;
}

}  // namespace attune::features
