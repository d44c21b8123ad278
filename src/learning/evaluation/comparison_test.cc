#include "learning/evaluation/comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "learning/evaluation/breakdown.h"
#include "learning/evaluation/list_figures.h"
#include "learning/evaluation/standing.h"
#include "learning/features/select_rows.h"
#include "learning/features/sequences.h"

namespace attune::evaluation {
namespace {

Run run(const std::vector<double>& gains) {
  Run result;
  double sum = 0.0;
  for (const double gain : gains) sum += gain;
  const std::string name(kHeadlineMetric);
  result.report.metrics = {{"a_metric", 0.0}, {name, sum / static_cast<double>(gains.size())}};
  result.report.per_user = {{name, gains}};
  return result;
}

TEST(Comparison, PutsTheHeadlineFirstAndPairsWithTheFirstContestant) {
  const std::vector<Standing> standings{{"first", {}, {run({0.2, 0.4, 0.6})}},
                                        {"second", {}, {run({0.3, 0.5, 0.7})}}};
  const Comparison comparison = compare(standings, {});
  ASSERT_EQ(comparison.metrics.size(), 2U);
  EXPECT_EQ(comparison.metrics[0].name, kHeadlineMetric);
  const Cell& second = comparison.metrics[0].cells[1];
  ASSERT_TRUE(second.difference.has_value());
  EXPECT_NEAR(second.difference->low, 0.1, 1e-12);
  EXPECT_NEAR(second.difference->high, 0.1, 1e-12);
  EXPECT_FALSE(comparison.metrics[0].cells[0].difference.has_value());
  EXPECT_FALSE(comparison.metrics[1].cells[0].interval.has_value());
}

TEST(Comparison, MeansOverRunsBeforeItResamplesUsers) {
  const std::vector<Standing> standings{{"one", {}, {run({0.0, 1.0}), run({1.0, 0.0})}}};
  const Cell cell = compare(standings, {}).metrics[0].cells[0];
  EXPECT_DOUBLE_EQ(cell.mean, 0.5);
  EXPECT_DOUBLE_EQ(*cell.seed_deviation, 0.0);
  EXPECT_DOUBLE_EQ(cell.interval->low, 0.5);  // each user has 1/2 over the runs
}

TEST(Comparison, BreaksTheHeadlineDownByGroupsThatHaveQuestions) {
  const std::vector<Standing> standings{{"one", {}, {run({0.2, 0.4, 0.9})}}};
  Questions questions{.owners = {0, 1, 2}, .groupings = {}};
  questions.groupings.push_back({.breakdown = breakdowns().data(), .group_of = {2, 2, 5}});
  const Comparison comparison = compare(standings, questions);
  ASSERT_EQ(comparison.breakdowns.size(), 1U);
  const auto& groups = comparison.breakdowns[0].groups;
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].label, "5-9");
  EXPECT_EQ(groups[0].question_count, 2U);
  EXPECT_NEAR(groups[0].cells[0].mean, 0.3, 1e-12);
  EXPECT_NEAR(groups[1].cells[0].mean, 0.9, 1e-12);
}

// c is never in training; a has 3 training events, b 1.
TEST(Breakdown, KnowsHistoryPopularityAndColdTargets) {
  const auto table =
      features::table_of({{"ann", {"a", "b", "c"}}, {"bob", {"a", "b"}}, {"cid", {"b", "a", "a"}}});
  const auto train =
      features::select_rows(table, {true, true, false, true, false, false, true, false});
  const std::vector<TestUser> questions{{data::UserIndex{0}, 0, 0, 2, 3},
                                        {data::UserIndex{1}, 3, 3, 4, 5},
                                        {data::UserIndex{2}, 5, 5, 7, 8}};
  const auto groupings = group_questions(table, train, questions);
  ASSERT_EQ(groupings.size(), 3U);
  EXPECT_EQ(groupings[0].group_of, (std::vector<std::uint32_t>{1, 1, 1}));
  EXPECT_EQ(groupings[1].group_of, (std::vector<std::uint32_t>{0, 1, 6}));
  EXPECT_EQ(groupings[2].group_of, (std::vector<std::uint32_t>{0, 1, 1}));
}

TEST(Breakdown, OfTargetsNeedsOneTargetAQuestion) {
  const auto table = features::table_of({{"ann", {"a", "b", "c"}}});
  EXPECT_EQ(
      group_questions(table, table, std::vector<TestUser>{{data::UserIndex{0}, 0, 0, 1, 3}}).size(),
      1U);
}

TEST(ListFigures, AreThoseOfTheListsAndHistories) {
  const auto table = features::table_of({{"ann", {"a", "b", "c"}}, {"bob", {"a", "d"}}});
  const auto train = features::select_rows(table, {true, true, false, true, false});
  ListWatch watch(table, {.train = &train, .progress = {}}, 2);
  const TestUser ann{data::UserIndex{0}, 0, 0, 2, 3};
  watch.add(0, ann, std::vector{data::ItemIndex{0}, data::ItemIndex{2}});
  watch.add(1, ann, std::vector{data::ItemIndex{0}, data::ItemIndex{1}});
  const auto figures = watch.figures();
  EXPECT_DOUBLE_EQ(figures.at("coverage"), 0.75);
  // Shown: (2 + 0) / 2 and (2 + 1) / 2; the history a, b: 3 / 2 both times.
  EXPECT_DOUBLE_EQ(figures.at("popularity_lift"), 1.25 / 1.5);
  EXPECT_DOUBLE_EQ(figures.at("cold_share"), 0.25);
  EXPECT_DOUBLE_EQ(figures.at("gini"), 2.0 * (1 * 0 + 2 * 1 + 3 * 1 + 4 * 2) / (4.0 * 4.0) - 1.25);
}

}  // namespace
}  // namespace attune::evaluation
