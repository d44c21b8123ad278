#include "learning/models/common_users.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"

namespace attune::models {
namespace {

// Item k is touched by about one user in (k + 1), so that some are frequent and some are not.
data::InteractionTable shop(std::size_t users, std::size_t items) {
  Random random(9);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < users; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::size_t item = 0; item < items; ++item) {
      if (random.below(item + 1) == 0) sequence.items.push_back("i" + std::to_string(item));
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

TEST(CommonUsers, AreCountedForEveryPairOfFrequentAndRareItems) {
  const auto table = shop(700, 200);
  const Incidence incidence = incidence_of(table, {});
  std::vector<std::set<std::uint32_t>> users(table.item_count());
  for (std::uint32_t item = 0; item < table.item_count(); ++item) {
    users[item].insert(incidence.users_of(item).begin(), incidence.users_of(item).end());
  }
  ASSERT_LT(users.back().size() * users.back().size(), 700 * 700 / kBitsAWalk);  // not by bits
  for (const std::size_t workers : {1U, 3U}) {
    const CommonUsers common(incidence, workers);
    for (std::uint32_t item = 0; item < table.item_count(); ++item) {
      ItemSums sums(table.item_count());
      common.add(item, sums);
      for (std::uint32_t other = 0; other < table.item_count(); ++other) {
        std::size_t both = 0;
        for (const std::uint32_t user : users[item]) both += users[other].count(user);
        ASSERT_EQ(sums.at(other), item == other ? 0.0F : static_cast<float>(both));
      }
    }
  }
}

TEST(CommonUsers, StandsNoUsersAndNoItems) {
  const auto table = features::table_of({});
  const Incidence incidence = incidence_of(table, {});
  const CommonUsers common(incidence, 2);
  static_cast<void>(common);
}

}  // namespace
}  // namespace attune::models
