#include "learning/features/core_filter.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/select_rows.h"
#include "learning/features/sequences.h"

namespace attune::features {
namespace {

TEST(CoreRows, GoOnUntilNothingFallsOut) {
  // d is rare; without it bob has one event; without bob c is rare.
  const auto table = table_of(
      {{"ann", {"a", "b"}}, {"eve", {"b", "a"}}, {"bob", {"d", "c"}}, {"cid", {"a", "b", "c"}}});
  EXPECT_EQ(core_rows(table, 2),
            (std::vector<bool>{true, true, true, true, false, false, true, true, false}));
}

TEST(CoreRows, KeepEverythingForOne) {
  const auto table = table_of({{"ann", {"a"}}, {"bob", {}}});
  EXPECT_EQ(core_rows(table, 1), std::vector<bool>{true});
  EXPECT_EQ(core_rows(table, 0), std::vector<bool>{true});
}

TEST(CoreRows, AreWhatRemovingAllOffendersAgainAndAgainLeaves) {
  Random random(5);
  std::vector<NamedSequence> sequences;
  for (std::size_t user = 0; user < 60; ++user) {
    NamedSequence sequence{.user = std::to_string(user), .items = {}};
    for (std::size_t i = 0; i < 1 + random.below(12); ++i) {
      sequence.items.push_back(std::to_string(random.below(40) * random.below(3)));
    }
    sequences.push_back(sequence);
  }
  auto table = table_of(sequences);
  const auto once = select_rows(table, core_rows(table, 4));
  for (bool changed = true; changed;) {
    std::map<std::size_t, std::size_t> items;
    for (const data::ItemIndex item : table.item) ++items[data::raw(item)];
    std::vector<bool> keep;
    for (std::size_t user = 0; user < table.user_count(); ++user) {
      for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
        keep.push_back(table.offsets[user + 1] - table.offsets[user] >= 4 &&
                       items[data::raw(table.item[row])] >= 4);
      }
    }
    const std::size_t before = table.row_count();
    table = select_rows(table, keep);
    changed = table.row_count() != before;
  }
  EXPECT_GT(once.row_count(), 0U);
  EXPECT_EQ(once.item, table.item);
  EXPECT_EQ(once.offsets, table.offsets);
}

TEST(RowsWithoutRepeats, KeepTheFirstOfARunOfOneUser) {
  const auto table = table_of({{"ann", {"a", "a", "b", "a"}}, {"bob", {"a", "a", "a"}}});
  EXPECT_EQ(rows_without_repeats(table),
            (std::vector<bool>{true, false, true, true, true, false, false}));
}

TEST(ItemsWithRows, MarksThem) {
  const auto table = table_of({{"ann", {"a", "b"}}});
  EXPECT_EQ(items_with_rows(select_rows(table, {false, true})), (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace attune::features
