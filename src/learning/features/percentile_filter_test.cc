#include "learning/features/percentile_filter.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "learning/features/sequences.h"

namespace attune::features {
namespace {

data::InteractionTable users_with_lengths(const std::vector<std::size_t>& lengths) {
  std::vector<NamedSequence> sequences;
  for (std::size_t user = 0; user < lengths.size(); ++user) {
    NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::size_t i = 0; i < lengths[user]; ++i) {
      sequence.items.push_back("i" + std::to_string(i));
    }
    sequences.push_back(sequence);
  }
  return table_of(sequences);
}

std::vector<std::size_t> lengths_of(const data::InteractionTable& table) {
  std::vector<std::size_t> lengths;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    lengths.push_back(table.offsets[user + 1] - table.offsets[user]);
  }
  return lengths;
}

TEST(CountRange, InterpolatesAsNumpyDoes) {
  // numpy.percentile([1, 2, 3, 4, 10], [10, 90]) = [1.4, 7.6]
  const CountRange range = count_range({10, 1, 3, 2, 4}, {.min = 0.1, .max = 0.9});
  EXPECT_DOUBLE_EQ(range.min, 1.4);
  EXPECT_DOUBLE_EQ(range.max, 7.6);
}

TEST(CountRange, LeavesZerosOut) {
  EXPECT_DOUBLE_EQ(count_range({0, 0, 5, 7}, {.min = 0.0, .max = 1.0}).min, 5.0);
}

TEST(CountRange, IsZeroWhenNothingWasCounted) {
  EXPECT_DOUBLE_EQ(count_range({0, 0}, {}).max, 0.0);
}

TEST(UsersByHistoryLength, KeepsEveryoneInsideTheFullRange) {
  EXPECT_EQ(lengths_of(keep_users_by_history_length(users_with_lengths({1, 5, 9}), {})),
            (std::vector<std::size_t>{1, 5, 9}));
}

TEST(UsersByHistoryLength, EmptiesTheShortestAndTheLongest) {
  const auto table = users_with_lengths({1, 3, 4, 5, 100});
  EXPECT_EQ(lengths_of(keep_users_by_history_length(table, {.min = 0.1, .max = 0.9})),
            (std::vector<std::size_t>{0, 3, 4, 5, 0}));
}

TEST(UsersByHistoryLength, KeepsUsersThatAllHaveTheSameLength) {
  const auto table = users_with_lengths({4, 4, 4});
  EXPECT_EQ(keep_users_by_history_length(table, {.min = 0.005, .max = 0.995}).row_count(), 12U);
}

TEST(ItemsByInteractionCount, DropsTheMostPopular) {
  // i0 has four events, i1 three, i2 two, i3 one.
  const auto table = users_with_lengths({1, 2, 3, 4});
  EXPECT_EQ(items_by_interaction_count(table, {.min = 0.0, .max = 0.9}),
            (std::vector<bool>{false, true, true, true}));
}

TEST(ItemsByInteractionCount, DropsTheRarest) {
  const auto table = users_with_lengths({1, 2, 3, 4});
  EXPECT_EQ(items_by_interaction_count(table, {.min = 0.1, .max = 1.0}),
            (std::vector<bool>{true, true, true, false}));
}

}  // namespace
}  // namespace attune::features
