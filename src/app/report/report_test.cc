#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "app/report/charts.h"
#include "app/report/contest.h"
#include "app/report/markup.h"
#include "app/report/scale.h"
#include "app/report/svg.h"
#include "foundation/json/value.h"
#include "learning/evaluation/breakdown.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"

namespace attune::report {
namespace {

constexpr const char* kEvil = "<script>alert('x')</script> & \"more\"";

evaluation::Run run(std::uint64_t seed, const std::vector<double>& gains) {
  evaluation::Run result;
  result.seed = seed;
  result.fit_seconds = 2.5;
  double sum = 0.0;
  for (const double gain : gains) sum += gain;
  const std::string name(evaluation::kHeadlineMetric);
  result.report.user_count = gains.size();
  result.report.metrics = {{name, sum / static_cast<double>(gains.size())}};
  result.report.per_user = {{name, gains}};
  result.report.lists = {{"gini", 0.75}};
  result.curve = {{.epoch = 1, .loss = 4.0, .validation_ndcg_at_10 = 0.1},
                  {.epoch = 2, .loss = 3.0, .validation_ndcg_at_10 = 0.2}};
  return result;
}

Contest contest(const std::string& first_name) {
  Contest result{.command = std::string("attune evaluate ") + kEvil,
                 .version = "1",
                 .date = "today",
                 .protocol = kEvil,
                 .facts = {{kEvil, kEvil}},
                 .standings = {},
                 .comparison = {}};
  result.standings.push_back({.name = first_name,
                              .parameters = {{kEvil, kEvil}},
                              .runs = {run(1, {0.5, 0.25}), run(2, {0.5, 0.5})}});
  result.standings.push_back({.name = "other", .parameters = {}, .runs = {run(1, {0.1, 0.1})}});
  evaluation::Questions questions{.owners = {0, 1}, .groupings = {}};
  questions.groupings.push_back({.breakdown = evaluation::breakdowns().data(), .group_of = {1, 2}});
  result.comparison = evaluation::compare(result.standings, questions);
  return result;
}

TEST(Markup, EscapesWhatMarkupMeans) {
  EXPECT_EQ(escaped("a<b & \"c\" 'd'>\x01"), "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt; ");
}

TEST(Markup, ShortensByLettersNotByBytes) {
  EXPECT_EQ(shortened("größer", 4), "größ…");
  EXPECT_EQ(shortened("größer", 6), "größer");
}

TEST(Page, EscapesNamesFactsParametersAndTheCommand) {
  const std::string page = contest_page(contest(kEvil));
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert(&#39;x&#39;)"), std::string::npos);
}

TEST(Page, NeedsNothingFromElsewhere) {
  const std::string page = contest_page(contest("ours"));
  for (const char* outside : {"http:", "https:", "src=", "@import", "url("}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
}

TEST(Page, ShowsPlotsBreakdownsAndCurves) {
  const std::string page = contest_page(contest("ours"));
  for (const char* part : {"NDCG@10", "By the length", "n = 1", "Learning curves", "0.7500", "s.d.",
                           "seed", "has the highest NDCG@10"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(Page, ClosesEveryElementOfItsImages) {
  const std::string page = contest_page(contest("ours"));
  const auto count = [&page](const std::string& word) {
    std::size_t found = 0;
    for (auto at = page.find(word); at != std::string::npos; at = page.find(word, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count("<svg"), count("</svg>"));
  EXPECT_EQ(count("<text"), count("</text>"));
  EXPECT_EQ(count("<table"), count("</table>"));
  EXPECT_EQ(count("<figure"), count("</figure>"));
}

TEST(Json, HasEveryRunAndHowItWasMade) {
  const auto value = json::parse(json::write(contest_json(contest("ours"))));
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value->find("command")->if_string(), std::string("attune evaluate ") + kEvil);
  const json::Value& ours = value->find("standings")->if_array()->front();
  EXPECT_EQ(ours.find("runs")->if_array()->size(), 2U);
  const json::Value* metric = ours.find("metrics")->find(evaluation::kHeadlineMetric);
  ASSERT_NE(metric, nullptr);
  EXPECT_DOUBLE_EQ(metric->find("mean")->number(), 0.4375);
  EXPECT_NEAR(metric->find("seed_deviation")->number(), 0.0883883, 1e-6);
  EXPECT_EQ(value->find("breakdowns")->if_array()->size(), 1U);
}

TEST(Scale, HoldsAllValuesBetweenRoundTicks) {
  const Scale scale({0.03, 0.187}, true, 0.0, 100.0);
  EXPECT_EQ(scale.ticks().size(), 5U);
  EXPECT_DOUBLE_EQ(scale.at(0.0), 0.0);
  EXPECT_NEAR(scale.at(0.2), 100.0, 1e-9);
  EXPECT_EQ(scale.digits(), 2);
  EXPECT_GE(Scale({}, true, 0.0, 1.0).ticks().size(), 2U);
  EXPECT_GE(Scale({5.0, 5.0}, false, 0.0, 1.0).ticks().size(), 2U);
}

TEST(Charts, AreDrawnWithoutData) {
  EXPECT_NE(bar_chart("none", {}).find("</svg>"), std::string::npos);
  EXPECT_NE(dot_chart("none", {}, {}).find("</svg>"), std::string::npos);
  EXPECT_NE(curve_chart("none", "epoch", {}).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace attune::report
