#include "learning/evaluation/leave_one_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/model.h"
#include "learning/models/recent_items.h"
#include "learning/models/transitions.h"

namespace attune::evaluation {
namespace {

constexpr const char* kGain = "normalized_discounted_cumulative_gain_at_10";

// Scores every item by `of(history, item)`.
class Scripted final : public models::Model {
 public:
  using Rule = float (*)(std::span<const std::uint32_t> history, std::size_t item);
  Scripted(std::size_t item_count, Rule of) : item_count_(item_count), of_(of) {}

  [[nodiscard]] std::size_t item_count() const override { return item_count_; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    return std::make_unique<models::RecentItems>(1000);
  }
  void advance(models::UserState& state, const data::Interaction& event) const override {
    static_cast<models::RecentItems&>(state).append(static_cast<std::uint32_t>(event.item));
  }
  void score(const models::UserState& state, std::span<float> scores) const override {
    const auto history = static_cast<const models::RecentItems&>(state).items();
    for (std::size_t item = 0; item < scores.size(); ++item) scores[item] = of_(history, item);
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }

 private:
  std::size_t item_count_;
  Rule of_;
};

std::vector<std::size_t> raws(const std::vector<data::ItemIndex>& items) {
  std::vector<std::size_t> result;
  for (const data::ItemIndex item : items) result.push_back(data::raw(item));
  return result;
}

// a 0, b 1, c 2, d 3, e 4, f 5.
data::InteractionTable three_users() {
  return features::table_of(
      {{"ann", {"a", "b", "c", "d"}}, {"bob", {"e", "f"}}, {"cid", {"b", "a", "f"}}});
}

TEST(LeaveOneOutSplit, TrainsOnEverythingBeforeTheLastTwo) {
  const auto split = split_leave_one_out(three_users(), {});
  EXPECT_EQ(raws(split.train.item), (std::vector<std::size_t>{0, 1, 4, 5, 1}));
}

TEST(LeaveOneOutSplit, HasTheValidationItemInTheTestInput) {
  const auto split = split_leave_one_out(three_users(), {});
  ASSERT_EQ(split.test_users.size(), 2U);  // bob has too few events
  EXPECT_EQ(split.test_users[0].input_begin, 0U);
  EXPECT_EQ(split.test_users[0].truth_begin, 3U);
  EXPECT_EQ(split.test_users[1].input_begin, 6U);
  EXPECT_EQ(split.test_users[1].truth_begin, 8U);
}

TEST(LeaveOneOutSplit, AsksTheValidationForTheLastButOne) {
  const auto split = split_leave_one_out(three_users(), {.target = Target::kValidation});
  EXPECT_EQ(split.test_users[0].truth_begin, 2U);
  EXPECT_EQ(split.test_users[0].truth_end, 3U);
}

TEST(LeaveOneOutSplit, LeavesOutUsersWhoseTargetWasSeen) {
  const auto table = features::table_of({{"ann", {"a", "b", "a"}}});
  EXPECT_EQ(split_leave_one_out(table, {}).skipped_count, 1U);
  EXPECT_EQ(split_leave_one_out(table, {.seen = SeenItems::kAllowed}).test_users.size(), 1U);
}

Result<Report> measure(const data::InteractionTable& table, Scripted::Rule rule,
                       LeaveOneOutOptions options = {}) {
  const Scripted model(table.item_count(), rule);
  return measure_leave_one_out(model, table, split_leave_one_out(table, options),
                               {.seen = options.seen, .worker_count = 2, .progress = {}});
}

features::NamedSequence counted(const std::string& user, std::size_t count) {
  features::NamedSequence sequence{.user = user, .items = {}};
  for (std::size_t i = 0; i < count; ++i) sequence.items.push_back("i" + std::to_string(i));
  return sequence;
}

TEST(LeaveOneOut, GivesNothingForEqualScores) {
  auto table = features::table_of({counted("ann", 40), {"bob", {"i30", "i31", "i32"}}});
  const auto report = measure(table, [](auto, std::size_t) { return 0.5F; }, {});
  ASSERT_TRUE(report.has_value());
  EXPECT_LT(report->per_user.at("hit_rate_at_10")[1], 0.5);
}

TEST(LeaveOneOut, RefusesScoresThatAreNotFinite) {
  const auto report = measure(three_users(), [](auto, std::size_t item) {
    return item == 2 ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
  });
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::kInternal);
}

TEST(LeaveOneOut, ExcludesTheWholeHistoryOfALongUserButReadsItsNewestEvents) {
  const auto table = features::table_of({counted("ann", 500), {"bob", {"x1", "x2", "x3"}}});
  // Prefers the oldest items of the history: all excluded, so the target is next in line.
  const auto oldest_first = [](std::span<const std::uint32_t> history, std::size_t item) {
    if (history.size() > 200) return std::numeric_limits<float>::quiet_NaN();
    return -static_cast<float>(item);
  };
  const auto report = measure(table, oldest_first, {.history_max = 200});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_DOUBLE_EQ(report->per_user.at(kGain)[0], 1.0);
}

TEST(LeaveOneOut, DiscountsByRank) {
  const auto table = features::table_of({{"ann", {"a", "b", "c"}}, {"bob", {"d", "e"}}});
  // The target c (2) comes after d (3) and e (4): rank 3.
  const auto report =
      measure(table, [](auto, std::size_t item) { return static_cast<float>(item); });
  ASSERT_TRUE(report.has_value());
  EXPECT_DOUBLE_EQ(report->metrics.at(kGain), 0.5);
  EXPECT_DOUBLE_EQ(report->metrics.at("mean_reciprocal_rank"), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(report->metrics.at("hit_rate_at_10"), 1.0);
}

// Users walk round a ring of items; the next item follows from the last.
data::InteractionTable ring(std::size_t items, std::uint64_t shuffled_targets_seed) {
  Random random(shuffled_targets_seed);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 300; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    const std::size_t start = random.below(items);
    for (std::size_t i = 0; i < 8; ++i)
      sequence.items.push_back("i" + std::to_string((start + i) % items));
    if (shuffled_targets_seed != 0) {
      for (std::size_t i = 6; i < 8; ++i)
        sequence.items[i] = "i" + std::to_string((start + 8 + random.below(items - 8)) % items);
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

double transitions_hit_rate(const data::InteractionTable& table) {
  const auto split = split_leave_one_out(table, {});
  const auto model = models::fit_transitions(split.train, {.counting = {}});
  const auto report =
      measure_leave_one_out(**model, table, split, {.seen = SeenItems::kExcluded, .progress = {}});
  return report->metrics.at("hit_rate_at_10");
}

TEST(LeaveOneOut, FallsToChanceWhenTheTargetsAreShuffled) {
  EXPECT_GT(transitions_hit_rate(ring(200, 0)), 0.95);
  EXPECT_LT(transitions_hit_rate(ring(200, 17)), 0.15);  // chance is 10 / 193
}

TEST(PessimisticRank, CountsTiesAgainstTheTarget) {
  const std::vector<float> scores{0.5F, 0.5F, 0.9F, 0.1F};
  EXPECT_EQ(pessimistic_rank(scores, data::ItemIndex{0}, {}), 3U);
  EXPECT_EQ(pessimistic_rank(scores, data::ItemIndex{0}, {false, true, false, false}), 2U);
}

TEST(BestItems, AreOrderedByScoreThenPositionWithoutTheExcluded) {
  const std::vector<float> scores{0.5F, 0.9F, 0.5F, 0.7F};
  EXPECT_EQ(raws(best_items(scores, 3, {})), (std::vector<std::size_t>{1, 3, 0}));
  EXPECT_EQ(raws(best_items(scores, 9, {false, true, false, false})),
            (std::vector<std::size_t>{3, 0, 2}));
}

}  // namespace
}  // namespace attune::evaluation
