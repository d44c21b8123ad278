#include "app/cli/contest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/json/value.h"

namespace attune::cli {
namespace {

Standing standing(const std::string& name, std::vector<double> gains) {
  Standing result;
  result.name = name;
  result.report.user_count = gains.size();
  double sum = 0.0;
  for (const double gain : gains) sum += gain;
  result.report.metrics = {{"coverage", 0.5}, {"gain", sum / static_cast<double>(gains.size())}};
  result.report.per_user = {{"gain", std::move(gains)}};
  return result;
}

TEST(Standings, ShowMeansIntervalsAndPairedDifferences) {
  const std::string table =
      standings_table({standing("ours", {0.5, 0.5}), standing("theirs", {0.25, 0.25})});
  EXPECT_NE(table.find("0.5000 ±0.0000"), std::string::npos) << table;
  EXPECT_NE(table.find("0.2500 ±0.0000 (-0.2500..-0.2500)"), std::string::npos) << table;
}

TEST(Standings, ShowAMetricOfTheWholeWithoutAnInterval) {
  const std::string table = standings_table({standing("ours", {0.5})});
  EXPECT_NE(table.find("coverage              0.5000\n"), std::string::npos) << table;
}

TEST(Standings, AreWrittenAsJson) {
  const std::string text = json::write(standings_json({standing("ours", {0.5, 0.5})}));
  EXPECT_NE(text.find("\"name\":\"ours\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"coverage\":{\"mean\":0.5}"), std::string::npos) << text;
  EXPECT_NE(text.find("\"gain\":{\"mean\":0.5,\"low\":0.5,\"high\":0.5}"), std::string::npos)
      << text;
}

}  // namespace
}  // namespace attune::cli
