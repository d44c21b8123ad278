#include "learning/evaluation/hold_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/evaluation/minimum_data.h"
#include "learning/features/sequences.h"
#include "learning/models/popularity.h"
#include "learning/models/repeat_last.h"
#include "learning/models/transitions.h"

namespace attune::evaluation {
namespace {

data::InteractionTable users_of_length(std::size_t users, std::size_t length, std::size_t items,
                                       std::uint64_t seed) {
  Random random(seed);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < users; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::size_t i = 0; i < length; ++i) {
      sequence.items.push_back("i" + std::to_string(random.below(items)));
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

TEST(HoldOutSplit, TakesATenthOfTheUsersAndATenthOfTheirEvents) {
  const auto table = users_of_length(200, 30, 50, 1);
  const HoldOut split = split_hold_out(table, 7);
  EXPECT_EQ(split.test_users.size(), 20U);
  for (const TestUser& user : split.test_users) {
    EXPECT_EQ(user.truth_end - user.truth_begin, 3U);
    EXPECT_EQ(user.truth_begin - user.input_begin, 27U);
  }
}

TEST(HoldOutSplit, LeavesNothingOfATestUserInTheTrainingData) {
  const auto table = users_of_length(50, 10, 20, 2);
  const HoldOut split = split_hold_out(table, 7);
  for (const TestUser& user : split.test_users) {
    const std::size_t index = data::raw(user.user);
    EXPECT_EQ(split.train.offsets[index], split.train.offsets[index + 1]);
  }
  EXPECT_EQ(split.train.row_count(), table.row_count() - 10 * split.test_users.size());
}

TEST(HoldOutSplit, DrawsTheSameUsersFromTheSameSeedOnly) {
  const auto table = users_of_length(500, 3, 20, 3);
  const auto drawn = [&](std::uint64_t seed) {
    std::vector<std::size_t> users;
    for (const TestUser& user : split_hold_out(table, seed).test_users) {
      users.push_back(data::raw(user.user));
    }
    return users;
  };
  EXPECT_EQ(drawn(5), drawn(5));
  EXPECT_NE(drawn(5), drawn(6));
}

TEST(HoldOutSplit, KeepsAtLeastOneTruthEvent) {
  const HoldOut split = split_hold_out(users_of_length(10, 2, 5, 4), 1);
  ASSERT_EQ(split.test_users.size(), 1U);
  EXPECT_EQ(split.test_users[0].truth_end - split.test_users[0].truth_begin, 1U);
}

TEST(HoldOutSplit, NeverTestsAUserWithOneEvent) {
  EXPECT_TRUE(split_hold_out(users_of_length(30, 1, 5, 4), 1).test_users.empty());
}

TEST(HoldOut, ReportsTheEightKeysOfTheProtocol) {
  const auto table = users_of_length(100, 20, 40, 5);
  const HoldOut split = split_hold_out(table, 1);
  const auto report = measure_hold_out(*models::fit_popularity(split.train), table,
                                       split.test_users, {.progress = {}});
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->metrics.size(), 8U);
  for (const auto& [name, value] : report->metrics) {
    EXPECT_GE(value, 0.0) << name;
    EXPECT_LE(value, 1.0) << name;
  }
  EXPECT_DOUBLE_EQ(report->metrics.at("coverage"), 25.0 / 40.0);
}

TEST(HoldOut, DoesNotDependOnTheNumberOfWorkers) {
  const auto table = users_of_length(300, 12, 60, 6);
  const HoldOut split = split_hold_out(table, 1);
  const auto model = models::fit_transitions(split.train, {.counting = {}});
  const auto one =
      measure_hold_out(**model, table, split.test_users, {.worker_count = 1, .progress = {}});
  const auto two =
      measure_hold_out(**model, table, split.test_users, {.worker_count = 2, .progress = {}});
  EXPECT_EQ(one->metrics, two->metrics);
}

TEST(HoldOut, FiltersSeenItemsOnlyWhenAsked) {
  // Everyone repeats one item of their own: repeat-last is right unless seen items are excluded.
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 100; ++user) {
    sequences.push_back({.user = std::to_string(user),
                         .items = std::vector<std::string>(10, "i" + std::to_string(user))});
  }
  const auto table = features::table_of(sequences);
  const HoldOut split = split_hold_out(table, 1);
  const auto model = models::fit_repeat_last(split.train);
  const auto allowed = measure_hold_out(*model, table, split.test_users, {.progress = {}});
  const auto excluded = measure_hold_out(*model, table, split.test_users,
                                         {.seen = SeenItems::kExcluded, .progress = {}});
  EXPECT_DOUBLE_EQ(allowed->metrics.at("mean_reciprocal_rank_at_25"), 1.0);
  EXPECT_DOUBLE_EQ(excluded->metrics.at("mean_reciprocal_rank_at_25"), 0.0);
}

TEST(HoldOut, StopsWhenAsked) {
  const auto table = users_of_length(200, 12, 60, 6);
  const HoldOut split = split_hold_out(table, 1);
  const auto report =
      measure_hold_out(*models::fit_popularity(split.train), table, split.test_users,
                       {.progress = [](double) { return false; }});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::kCancelled);
}

TEST(MinimumData, IsWhatTheServiceAsks) {
  EXPECT_TRUE(check_minimum_data(users_of_length(25, 40, 50, 1), "").has_value());
  const auto few = check_minimum_data(users_of_length(25, 39, 50, 1), "Watch");
  ASSERT_FALSE(few.has_value());
  EXPECT_EQ(few.error().message,
            "Dataset has fewer than 1000 interactions after filtering by event type: Watch");
  const auto few_users = check_minimum_data(users_of_length(24, 60, 50, 1), "");
  ASSERT_FALSE(few_users.has_value());
  EXPECT_EQ(few_users.error().message,
            "Create failed. Dataset has fewer than 25 users with at least 2 interactions each.");
}

TEST(MinimumData, AsksForAHundredthOfTheUsersToBeActive) {
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 3000; ++user) {
    sequences.push_back(
        {.user = std::to_string(user),
         .items = user < 29 ? std::vector<std::string>{"a", "b"} : std::vector<std::string>{"a"}});
  }
  EXPECT_FALSE(check_minimum_data(features::table_of(sequences), "").has_value());
}

}  // namespace
}  // namespace attune::evaluation
