#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/report/charts.h"
#include "app/report/contest.h"
#include "app/report/contest_tables.h"
#include "app/report/markup.h"
#include "app/report/style.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"
#include "learning/metrics/short_name.h"

namespace attune::report {
namespace {

using evaluation::MetricRow;

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">\n";
}

std::string figure(const std::string& image, bool wide) {
  return std::string("<figure") + (wide ? " class=\"wide\"" : "") + ">" + image + "</figure>\n";
}

std::string legend(const Contest& contest) {
  std::string text = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < contest.standings.size(); ++i) {
    text += "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><circle class=\"" +
            series_class(i) + "\" cx=\"5\" cy=\"5\" r=\"4\"/></svg>" +
            escaped(contest.standings[i].name) + "</li>";
  }
  return text + "</ul>\n";
}

std::string metric_chart(const Contest& contest, const MetricRow& row) {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const evaluation::Cell& cell = row.cells[i];
    bars.push_back({.label = contest.standings[i].name,
                    .value = cell.mean,
                    .low = cell.interval ? cell.interval->low : cell.mean,
                    .high = cell.interval ? cell.interval->high : cell.mean});
  }
  return figure(bar_chart(metrics::short_name(row.name), bars), false);
}

// The headline and up to three others of another kind.
std::string metric_charts(const Contest& contest) {
  constexpr std::string_view kCharted[] = {
      evaluation::kHeadlineMetric,  "hit_rate_at_10",
      "mean_reciprocal_rank",       "normalized_discounted_cumulative_gain_at_25",
      "mean_reciprocal_rank_at_25", "precision_at_10"};
  std::string text = "<div class=\"charts\">\n";
  for (const std::string_view name : kCharted) {
    for (const MetricRow& row : contest.comparison.metrics) {
      if (row.name == name) text += metric_chart(contest, row);
    }
  }
  return text + "</div>\n";
}

std::string breakdown_chart(const Contest& contest, const evaluation::BreakdownRows& breakdown) {
  std::vector<std::string> names;
  for (const evaluation::Standing& standing : contest.standings) names.push_back(standing.name);
  std::vector<DotGroup> groups;
  for (const evaluation::GroupRow& group : breakdown.groups) {
    groups.push_back({.label = group.label,
                      .note = "n = " + std::to_string(group.question_count),
                      .series = group.cells});
  }
  return figure(dot_chart(breakdown.title, names, groups), true);
}

std::vector<Curve> curves_of(const Contest& contest,
                             std::optional<double> evaluation::CurvePoint::* value) {
  std::vector<Curve> curves;
  for (std::size_t i = 0; i < contest.standings.size(); ++i) {
    for (const evaluation::Run& run : contest.standings[i].runs) {
      Curve curve{.label = contest.standings[i].name +
                           (run.seed ? ", seed " + std::to_string(*run.seed) : ""),
                  .series = i,
                  .x = {},
                  .y = {}};
      for (const evaluation::CurvePoint& point : run.curve) {
        if (!(point.*value)) continue;
        curve.x.push_back(point.epoch);
        curve.y.push_back(*(point.*value));
      }
      if (curve.x.size() > 1) curves.push_back(std::move(curve));
    }
  }
  return curves;
}

std::string curves(const Contest& contest) {
  const auto gains = curves_of(contest, &evaluation::CurvePoint::validation_ndcg_at_10);
  const auto losses = curves_of(contest, &evaluation::CurvePoint::loss);
  if (gains.empty() && losses.empty()) return {};
  std::string text =
      element("h2", "Learning curves") +
      "<p class=\"note\">Of the training's own held-out users, not of the test: what "
      "the epoch was chosen by.</p>\n" +
      legend(contest) + "<div class=\"charts\">\n";
  if (!gains.empty()) {
    text += figure(curve_chart("Validation NDCG@10", "epoch", gains), false);
  }
  if (!losses.empty()) text += figure(curve_chart("Training loss", "epoch", losses), false);
  return text + "</div>\n";
}

std::string breakdown_section(const Contest& contest) {
  if (contest.comparison.breakdowns.empty()) return {};
  std::string text = element("h2", "Where it works and where not") +
                     "<p class=\"note\">NDCG@10 of groups of questions; n counts them. Groups are "
                     "small at the ends: mind the whiskers.</p>\n" +
                     legend(contest);
  for (const evaluation::BreakdownRows& breakdown : contest.comparison.breakdowns) {
    text += breakdown_chart(contest, breakdown);
  }
  return text;
}

std::string method(const Contest& contest) {
  return element("h2", "How this was measured") + facts_table(contest.facts) +
         contestants_table(contest) + "<pre>" + escaped(contest.command) + "</pre>\n" +
         "<p class=\"note\">Every item that may be shown is ranked, none is sampled; where there "
         "is "
         "one target, ties count against the model. Whiskers and ± are 95 % bootstrap intervals "
         "over "
         "users (1000 resamples); a difference is taken user by user from the first contestant. "
         "With several seeds a value is the mean over them and s.d. their standard "
         "deviation.</p>\n";
}

}  // namespace

std::string contest_page(const Contest& contest) {
  const std::string title = "Offline test: " + contest.protocol;
  std::string text =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
      element("title", title) + "<style>" + std::string(style_sheet()) +
      "</style>\n</head>\n<body>\n" + element("h1", title);
  text += "<p class=\"soft\">attune " + escaped(contest.version) + ", " + escaped(contest.date) +
          "</p>\n" + verdict(contest) + summary_table(contest);
  text += element("h2", "Accuracy") + metric_charts(contest) + breakdown_section(contest);
  text += element("h2", "What is shown") + lists_table(contest) + curves(contest);
  text += "<details><summary>All metrics</summary>" + metrics_table(contest) + "</details>\n";
  return text + method(contest) + "</body>\n</html>\n";
}

}  // namespace attune::report
