#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/report/contest.h"
#include "foundation/json/value.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"
#include "learning/metrics/confidence.h"

namespace attune::report {
namespace {

json::Object interval_json(const metrics::Interval& interval) {
  return {{"mean", interval.mean}, {"low", interval.low}, {"high", interval.high}};
}

json::Object cell_json(const evaluation::Cell& cell) {
  json::Object object{{"mean", cell.mean}};
  if (cell.seed_deviation) object.emplace_back("seed_deviation", *cell.seed_deviation);
  if (cell.interval) {
    object.emplace_back("low", cell.interval->low);
    object.emplace_back("high", cell.interval->high);
  }
  if (cell.difference) object.emplace_back("difference", interval_json(*cell.difference));
  return object;
}

json::Object rows_json(const std::vector<evaluation::MetricRow>& rows, std::size_t contestant) {
  json::Object object;
  for (const evaluation::MetricRow& row : rows) {
    object.emplace_back(row.name, cell_json(row.cells[contestant]));
  }
  return object;
}

json::Object figures_json(const std::map<std::string, double>& figures) {
  json::Object object;
  for (const auto& [name, value] : figures) object.emplace_back(name, value);
  return object;
}

json::Array curve_json(const std::vector<evaluation::CurvePoint>& curve) {
  json::Array points;
  for (const evaluation::CurvePoint& point : curve) {
    json::Object object{{"epoch", point.epoch}};
    if (point.loss) object.emplace_back("loss", *point.loss);
    if (point.validation_ndcg_at_10) {
      object.emplace_back("validation_ndcg_at_10", *point.validation_ndcg_at_10);
    }
    points.push_back(std::move(object));
  }
  return points;
}

json::Value seed_json(const std::optional<std::uint64_t>& seed) {
  if (!seed) return nullptr;
  return static_cast<std::int64_t>(*seed);
}

json::Array runs_json(const std::vector<evaluation::Run>& runs) {
  json::Array all;
  for (const evaluation::Run& run : runs) {
    all.push_back(json::Object{{"seed", seed_json(run.seed)},
                               {"fit_seconds", run.fit_seconds},
                               {"test_seconds", run.report.seconds},
                               {"metrics", figures_json(run.report.metrics)},
                               {"lists", figures_json(run.report.lists)},
                               {"curve", curve_json(run.curve)}});
  }
  return all;
}

json::Object pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::Object object;
  for (const auto& [name, value] : pairs) object.emplace_back(name, value);
  return object;
}

json::Object standing_json(const Contest& contest, std::size_t index) {
  const evaluation::Standing& standing = contest.standings[index];
  const evaluation::Report& report = standing.runs.front().report;
  return {{"name", standing.name},
          {"parameters", pairs_json(standing.parameters)},
          {"test_users", static_cast<std::int64_t>(report.user_count)},
          {"skipped_users", static_cast<std::int64_t>(report.skipped_count)},
          {"fit_seconds", standing.runs.front().fit_seconds},
          {"test_seconds", report.seconds},
          {"metrics", rows_json(contest.comparison.metrics, index)},
          {"lists", rows_json(contest.comparison.lists, index)},
          {"runs", runs_json(standing.runs)}};
}

json::Array breakdowns_json(const Contest& contest) {
  json::Array all;
  for (const evaluation::BreakdownRows& breakdown : contest.comparison.breakdowns) {
    json::Array groups;
    for (const evaluation::GroupRow& group : breakdown.groups) {
      json::Object cells;
      for (std::size_t i = 0; i < group.cells.size(); ++i) {
        cells.emplace_back(contest.standings[i].name, interval_json(group.cells[i]));
      }
      groups.push_back(json::Object{{"label", group.label},
                                    {"questions", static_cast<std::int64_t>(group.question_count)},
                                    {"standings", std::move(cells)}});
    }
    all.push_back(json::Object{{"name", breakdown.name},
                               {"metric", evaluation::kHeadlineMetric},
                               {"groups", std::move(groups)}});
  }
  return all;
}

}  // namespace

json::Value contest_json(const Contest& contest) {
  json::Array standings;
  for (std::size_t i = 0; i < contest.standings.size(); ++i) {
    standings.push_back(standing_json(contest, i));
  }
  return json::Object{{"protocol", contest.protocol},
                      {"command", contest.command},
                      {"version", contest.version},
                      {"date", contest.date},
                      {"facts", pairs_json(contest.facts)},
                      {"standings", std::move(standings)},
                      {"breakdowns", breakdowns_json(contest)}};
}

}  // namespace attune::report
