#include "learning/models/transitions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"

namespace attune::models {
namespace {

std::vector<float> scores_after(const Model& model, const std::vector<std::uint32_t>& items) {
  const auto state = model.start(std::nullopt);
  for (const std::uint32_t item : items) model.advance(*state, {.item = data::ItemIndex{item}});
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

TEST(Transitions, FollowTheOrderOfEvents) {
  const auto model = fit_transitions(
      features::table_of({{"u", {"a", "b"}}, {"v", {"a", "b"}}, {"w", {"c"}}}), {.counting = {}});
  ASSERT_TRUE(model.has_value());
  const auto after_a = scores_after(**model, {0});
  EXPECT_GT(after_a[1], after_a[0]);
  std::vector<float> scores((*model)->item_count());
  EXPECT_TRUE((*model)->related(data::ItemIndex{0}, scores));
  EXPECT_FALSE((*model)->related(data::ItemIndex{1}, scores));
}

TEST(Transitions, DoNotCrossFromOneUserToTheNext) {
  const auto model =
      fit_transitions(features::table_of({{"u", {"a"}}, {"v", {"b"}}}), {.counting = {}});
  ASSERT_TRUE(model.has_value());
  std::vector<float> scores((*model)->item_count());
  EXPECT_FALSE((*model)->related(data::ItemIndex{0}, scores));
}

TEST(Transitions, ForgetEventsOlderThanTheirHistory) {
  const auto table = features::table_of({{"u", {"a", "b", "c", "d"}}});
  const auto model = fit_transitions(table, {.history_max = 2, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(scores_after(**model, {0, 1, 2}), scores_after(**model, {1, 2}));
}

TEST(Transitions, AgreeWithANaiveSum) {
  constexpr std::size_t kItems = 30;
  Random random(9);
  std::vector<features::NamedSequence> sequences;
  for (int user = 0; user < 25; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    for (int i = 0; i < 20; ++i) sequence.items.push_back(std::to_string(random.below(kItems)));
    sequences.push_back(sequence);
  }
  const auto table = features::table_of(sequences);
  std::map<std::pair<std::size_t, std::size_t>, double> counts;
  std::map<std::size_t, double> row_sums, occurrences;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      occurrences[data::raw(table.item[row])] += 1;
      for (std::size_t k = 1; k <= 10 && row + k < table.offsets[user + 1]; ++k) {
        const double amount = std::pow(static_cast<double>(k), -0.7);
        counts[{data::raw(table.item[row]), data::raw(table.item[row + k])}] += amount;
        row_sums[data::raw(table.item[row])] += amount;
      }
    }
  }
  const double mean =
      static_cast<double>(table.row_count()) / static_cast<double>(table.item_count());
  const auto model = fit_transitions(table, {.counting = {}});
  ASSERT_TRUE(model.has_value());
  const std::vector<std::uint32_t> history{4, 9, 4, 17};
  const auto scores = scores_after(**model, history);
  for (std::size_t item = 0; item < table.item_count(); ++item) {
    double t = 1e-4 * (occurrences[item] + 1) /
               static_cast<double>(table.row_count() + table.item_count());
    for (std::size_t m = 0; m < history.size(); ++m) {
      const std::size_t from = history[history.size() - 1 - m];
      t += std::pow(0.8, static_cast<double>(m)) * counts[{from, item}] / row_sums[from] /
           std::pow(occurrences[item] / mean, 0.15);
    }
    EXPECT_NEAR(static_cast<double>(scores[item]), std::log(t), 1e-4);
  }
}

}  // namespace
}  // namespace attune::models
