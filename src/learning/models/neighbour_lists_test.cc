#include "learning/models/neighbour_lists.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace attune::models {
namespace {

TEST(NeighbourLists, AreSortedByWeightThenItem) {
  const auto lists = count_neighbours(5, 3,
                                      [](std::uint32_t, ItemSums& sums) {
                                        for (const std::uint32_t item : {4U, 2U, 3U, 1U})
                                          sums.add(item, item == 4 ? 2.0F : 1.0F);
                                      },
                                      {});
  ASSERT_TRUE(lists.has_value());
  const auto row = lists->row(0);
  EXPECT_EQ(std::vector(row.items.begin(), row.items.end()), (std::vector<std::int32_t>{4, 1, 2}));
}

TEST(NeighbourLists, LeaveOutWhatIsNotPositive) {
  const auto lists = count_neighbours(3, 9,
                                      [](std::uint32_t item, ItemSums& sums) {
                                        sums.add((item + 1) % 3, 1.0F);
                                        sums.at((item + 1) % 3) = 0.0F;
                                      },
                                      {});
  ASSERT_TRUE(lists.has_value());
  EXPECT_TRUE(lists->items.empty());
}

TEST(NeighboursPerItem, ShrinkWithTheCatalogueDownToAMinimum) {
  EXPECT_EQ(neighbours_per_item(1000, 500), 500U);
  EXPECT_EQ(neighbours_per_item(640'000, 500), 100U);
  EXPECT_EQ(neighbours_per_item(100'000'000, 500), kNeighboursPerItemMin);
  EXPECT_EQ(neighbours_per_item(0, 500), 500U);
}

NeighbourLists two_items() {
  return {.offsets = {0, 1, 2}, .items = {1, 0}, .weights = {0.5F, 0.25F}};
}

TEST(NeighbourLists, ComeBackFromAnArtefact) {
  Artefact artefact;
  two_items().add_to(artefact);
  const auto lists = NeighbourLists::from(artefact, 2);
  ASSERT_TRUE(lists.has_value());
  EXPECT_EQ(lists->weights, two_items().weights);
}

struct Damage {
  const char* name;
  void (*apply)(NeighbourLists&);
};

class DamagedNeighbours : public testing::TestWithParam<Damage> {};

TEST_P(DamagedNeighbours, AreRefused) {
  NeighbourLists lists = two_items();
  GetParam().apply(lists);
  Artefact artefact;
  lists.add_to(artefact);
  EXPECT_FALSE(NeighbourLists::from(artefact, 2).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, DamagedNeighbours,
    testing::Values(
        Damage{"negative_item", [](NeighbourLists& lists) { lists.items[0] = -1; }},
        Damage{"falling_offsets", [](NeighbourLists& lists) { lists.offsets[1] = 9; }},
        Damage{"short_offsets", [](NeighbourLists& lists) { lists.offsets.pop_back(); }},
        Damage{"missing_weight", [](NeighbourLists& lists) { lists.weights.pop_back(); }},
        Damage{"first_offset", [](NeighbourLists& lists) { lists.offsets[0] = 1; }},
        Damage{"not_a_number",
               [](NeighbourLists& lists) {
                 lists.weights[0] = std::numeric_limits<float>::quiet_NaN();
               }}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace attune::models
