#include "learning/features/select_rows.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "domain/data/ids.h"
#include "learning/features/sequences.h"

namespace attune::features {
namespace {

TEST(SelectRows, KeepsMarkedRowsAndTheirUsers) {
  const auto table = table_of({{"ann", {"a", "b", "c"}}, {"bob", {"b"}}, {"cid", {"c", "a"}}});
  const auto kept = select_rows(table, {true, false, true, false, false, true});
  EXPECT_EQ(kept.offsets, (std::vector<std::uint64_t>{0, 2, 2, 3}));
  EXPECT_EQ(kept.item, (std::vector{data::ItemIndex{0}, data::ItemIndex{2}, data::ItemIndex{0}}));
  EXPECT_EQ(kept.timestamp_s, (std::vector<std::int64_t>{0, 2, 1}));
  EXPECT_EQ(kept.users, table.users);
}

TEST(SelectRows, CarriesContextColumns) {
  auto table = table_of({{"ann", {"a", "b"}}});
  table.context.push_back(
      {.name = "DEVICE", .numeric = false, .categories = {}, .codes = {4, 7}, .numbers = {}});
  table.context.push_back(
      {.name = "PRICE", .numeric = true, .categories = {}, .codes = {}, .numbers = {1.5F, 2.5F}});
  const auto kept = select_rows(table, {false, true});
  EXPECT_EQ(kept.context[0].codes, (std::vector<std::uint32_t>{7}));
  EXPECT_EQ(kept.context[1].numbers, (std::vector<float>{2.5F}));
}

TEST(SelectRows, OfAnEmptyTableIsEmpty) {
  EXPECT_EQ(select_rows(data::InteractionTable{}, {}).user_count(), 0U);
}

}  // namespace
}  // namespace attune::features
