#include "app/cli/contest.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "app/report/contest.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"

namespace attune::cli {
namespace {

evaluation::Run run(std::uint64_t seed, std::vector<double> gains) {
  evaluation::Run result;
  result.seed = seed;
  result.report.user_count = gains.size();
  double sum = 0.0;
  for (const double gain : gains) sum += gain;
  result.report.metrics = {{"coverage", 0.5}, {"gain", sum / static_cast<double>(gains.size())}};
  result.report.per_user = {{"gain", std::move(gains)}};
  result.report.lists = {{"gini", 0.75}};
  return result;
}

report::Contest contest(std::vector<evaluation::Standing> standings) {
  report::Contest result;
  result.standings = std::move(standings);
  result.comparison = evaluation::compare(result.standings, {});
  return result;
}

evaluation::Standing standing(const std::string& name, std::vector<evaluation::Run> runs) {
  return {.name = name, .parameters = {{"epochs", "3"}}, .runs = std::move(runs)};
}

TEST(ContestText, ShowsMeansIntervalsAndPairedDifferences) {
  const std::string table = contest_text(contest(
      {standing("ours", {run(1, {0.5, 0.5})}), standing("theirs", {run(1, {0.25, 0.25})})}));
  EXPECT_NE(table.find("0.5000 ±0.0000"), std::string::npos) << table;
  EXPECT_NE(table.find("0.2500 ±0.0000 (-0.2500..-0.2500)"), std::string::npos) << table;
}

TEST(ContestText, ShowsAFigureOfTheWholeWithoutAnInterval) {
  const std::string table = contest_text(contest({standing("ours", {run(1, {0.5})})}));
  EXPECT_NE(table.find("coverage              0.5000\n"), std::string::npos) << table;
  EXPECT_NE(table.find("gini                  0.7500\n"), std::string::npos) << table;
}

TEST(ContestText, ShowsTheDeviationOverSeeds) {
  const std::string table =
      contest_text(contest({standing("ours", {run(1, {0.25, 0.5}), run(2, {0.5, 0.75})})}));
  EXPECT_NE(table.find("0.5000 s.d. 0.1768 ±"), std::string::npos) << table;
}

}  // namespace
}  // namespace attune::cli
