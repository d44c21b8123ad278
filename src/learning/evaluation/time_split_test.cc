#include "learning/evaluation/time_split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/evaluation/next_item.h"
#include "learning/features/sequences.h"
#include "learning/models/transitions.h"

namespace attune::evaluation {
namespace {

struct Timed {
  std::string user;
  std::vector<std::pair<std::string, std::int64_t>> events;
};

data::InteractionTable timed_table(const std::vector<Timed>& users) {
  std::vector<features::NamedSequence> sequences;
  std::vector<std::int64_t> times;
  for (const Timed& user : users) {
    features::NamedSequence sequence{.user = user.user, .items = {}};
    for (const auto& [item, time] : user.events) {
      sequence.items.push_back(item);
      times.push_back(time);
    }
    sequences.push_back(std::move(sequence));
  }
  data::InteractionTable table = features::table_of(sequences);
  table.timestamp_s = std::move(times);
  return table;
}

// Rows 0..10; sorted times 1 1 2 3 4 5 6 8 9 9 10. The quantile 0.6 is the time 6 (row position
// 0.6 x 10), so rows up to 6 train and the cut-off is 7.
data::InteractionTable four_users() {
  return timed_table({{"ann", {{"a", 1}, {"b", 2}, {"c", 8}, {"d", 9}}},  // rows 0-3
                      {"bob", {{"a", 1}, {"c", 3}, {"b", 6}}},            // rows 4-6: past only
                      {"cid", {{"d", 4}, {"a", 5}, {"e", 10}}},           // rows 7-9
                      {"eve", {{"f", 9}}}});                              // row 10: future only
}

constexpr double kQuantile = 0.6;

std::vector<std::size_t> raws(const std::vector<data::ItemIndex>& items) {
  std::vector<std::size_t> result;
  for (const data::ItemIndex item : items) result.push_back(data::raw(item));
  return result;
}

struct Question {
  std::size_t user, input_begin, truth;
  bool operator==(const Question&) const = default;
};

std::vector<Question> questions(const TimeSplit& split) {
  std::vector<Question> result;
  for (const TestUser& test : split.test_users) {
    EXPECT_EQ(test.truth_end, test.truth_begin + 1);
    result.push_back({data::raw(test.user), test.input_begin, test.truth_begin});
  }
  return result;
}

TEST(TimeSplit, TrainsOnEverythingBeforeTheCutOffAndAsksForTheLastEvent) {
  const auto split = split_by_time(four_users(), {.quantile = kQuantile});
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(split->cutoff_s, 7);
  EXPECT_EQ(raws(split->train.item), (std::vector<std::size_t>{0, 1, 0, 2, 1, 3, 0}));
  EXPECT_EQ(split->train.offsets, (std::vector<std::uint64_t>{0, 2, 5, 7, 7}));
  // ann's c, revealed after the cut-off, is input.
  EXPECT_EQ(questions(*split), (std::vector<Question>{{0, 0, 3}, {2, 7, 9}}));
}

TEST(TimeSplit, AsksForEachEventInTurn) {
  const auto split =
      split_by_time(four_users(), {.quantile = kQuantile, .asked = Asked::kSuccessive});
  EXPECT_EQ(questions(*split), (std::vector<Question>{{0, 0, 2}, {0, 0, 3}, {2, 7, 9}}));
}

TEST(TimeSplit, ReadsOnlyTheNewestEventsBeforeTheFirstQuestion) {
  const auto last = split_by_time(four_users(), {.quantile = kQuantile, .history_max = 1});
  EXPECT_EQ(questions(*last), (std::vector<Question>{{0, 2, 3}, {2, 8, 9}}));
  const auto successive = split_by_time(
      four_users(), {.quantile = kQuantile, .asked = Asked::kSuccessive, .history_max = 1});
  EXPECT_EQ(questions(*successive), (std::vector<Question>{{0, 1, 2}, {0, 1, 3}, {2, 8, 9}}));
  EXPECT_EQ(successive->test_users[0].history_begin, 0U);
}

TEST(TimeSplit, CutsWhatIsBeforeTheTestOnceMoreForTheValidation) {
  // Times before 7: 1 1 2 3 4 5 6, whose quantile 0.6 is 3.6; cid is new after it.
  const auto split =
      split_by_time(four_users(), {.quantile = kQuantile, .target = Target::kValidation});
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(split->end_s, 7);
  EXPECT_EQ(split->cutoff_s, 4);
  EXPECT_EQ(questions(*split), (std::vector<Question>{{1, 4, 6}}));
  EXPECT_EQ(raws(split->train.item), (std::vector<std::size_t>{0, 1, 0, 2}));
}

TEST(TimeSplit, MayAskNewUsersForWhatFollowsTheirFirstEvent) {
  const auto table = timed_table({{"ann", {{"a", 1}, {"b", 2}, {"c", 3}}},
                                  {"new", {{"a", 8}, {"b", 9}}},
                                  {"one", {{"a", 9}}}});
  const auto included = split_by_time(
      table, {.quantile = 0.5, .asked = Asked::kSuccessive, .new_users = NewUsers::kIncluded});
  EXPECT_EQ(questions(*included), (std::vector<Question>{{1, 3, 4}}));
  EXPECT_FALSE(split_by_time(table, {.quantile = 0.5}).has_value());
}

TEST(TimeSplit, LeavesOutTargetsThatWereSeen) {
  const auto table =
      timed_table({{"ann", {{"a", 1}, {"b", 2}, {"a", 9}}}, {"bob", {{"b", 1}, {"a", 9}}}});
  const auto excluded = split_by_time(table, {.quantile = 0.5});
  EXPECT_EQ(questions(*excluded), (std::vector<Question>{{1, 3, 4}}));
  EXPECT_EQ(excluded->skipped_count, 1U);
  EXPECT_EQ(split_by_time(table, {.quantile = 0.5, .seen = SeenItems::kAllowed})->test_users.size(),
            2U);
}

TEST(TimeSplit, RefusesACutThatLeavesNothing) {
  const auto still = timed_table({{"ann", {{"a", 5}, {"b", 5}}}});
  const auto split = split_by_time(still, {});
  ASSERT_FALSE(split.has_value());
  EXPECT_EQ(split.error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(split_by_time(still, {.quantile = 1.0}).has_value());
  EXPECT_FALSE(split_by_time(data::InteractionTable{}, {}).has_value());
}

data::InteractionTable random_table(std::uint64_t seed) {
  Random random(seed);
  std::vector<Timed> users;
  for (std::size_t user = 0; user < 80; ++user) {
    Timed timed{.user = std::to_string(user), .events = {}};
    auto time = static_cast<std::int64_t>(random.below(1000));
    for (std::size_t i = 0; i < 1 + random.below(15); ++i) {
      timed.events.emplace_back(std::to_string(random.below(50)), time);
      time += static_cast<std::int64_t>(random.below(200));
    }
    users.push_back(std::move(timed));
  }
  return timed_table(users);
}

TEST(TimeSplit, NeverTrainsOnARowOfTheFuture) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto table = random_table(seed);
    for (const Target target : {Target::kTest, Target::kValidation}) {
      const auto split = split_by_time(table, {.quantile = 0.8, .target = target});
      ASSERT_TRUE(split.has_value());
      EXPECT_LT(*std::ranges::max_element(split->train.timestamp_s), split->cutoff_s);
      EXPECT_EQ(split->train.row_count(),
                static_cast<std::size_t>(std::ranges::count_if(
                    table.timestamp_s, [&](std::int64_t time) { return time < split->cutoff_s; })));
      for (const TestUser& test : split->test_users) {
        EXPECT_GE(table.timestamp_s[test.truth_begin], split->cutoff_s);
        EXPECT_LT(table.timestamp_s[test.truth_begin], split->end_s);
        EXPECT_LT(table.timestamp_s[test.history_begin], split->cutoff_s);
      }
    }
  }
}

TEST(TimeSplit, SuccessiveQuestionsGetTheAnswersOfQuestionsAskedAlone) {
  const auto table = random_table(3);
  const auto split = split_by_time(table, {.quantile = 0.5, .asked = Asked::kSuccessive});
  const auto model = models::fit_transitions(split->train, {.counting = {}});
  const auto together =
      measure_next_item(**model, table, split->test_users,
                        {.seen = SeenItems::kExcluded, .worker_count = 1, .progress = {}});
  ASSERT_TRUE(together.has_value());
  for (std::size_t i = 0; i < split->test_users.size(); ++i) {
    const auto alone = measure_next_item(**model, table, {split->test_users[i]},
                                         {.seen = SeenItems::kExcluded, .progress = {}});
    EXPECT_DOUBLE_EQ(together->per_user.at("mean_reciprocal_rank")[i],
                     alone->metrics.at("mean_reciprocal_rank"));
  }
}

}  // namespace
}  // namespace attune::evaluation
