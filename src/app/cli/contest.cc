#include "app/cli/contest.h"

#include <string>
#include <utility>
#include <vector>

#include "app/cli/text_table.h"
#include "foundation/json/value.h"
#include "learning/evaluation/report.h"
#include "learning/metrics/confidence.h"

namespace attune::cli {
namespace {

const std::vector<double>* per_user(const Standing& standing, const std::string& metric) {
  const auto found = standing.report.per_user.find(metric);
  return found == standing.report.per_user.end() ? nullptr : &found->second;
}

std::string signed_decimal(double value) {
  return (value < 0.0 ? "" : "+") + decimal(value);
}

// "0.1234 ±0.0050", and against the first contestant "(-0.02..-0.01)".
std::string cell(const Standing& standing, const Standing& first, const std::string& metric) {
  std::string text = decimal(standing.report.metrics.at(metric));
  const std::vector<double>* values = per_user(standing, metric);
  if (values == nullptr || values->empty()) return text;
  const metrics::Interval own = metrics::bootstrap_mean(*values, {});
  text += " ±" + decimal((own.high - own.low) / 2.0);
  if (&standing == &first) return text;
  const metrics::Interval paired =
      metrics::bootstrap_difference(*values, *per_user(first, metric), {});
  return text + " (" + signed_decimal(paired.low) + ".." + signed_decimal(paired.high) + ")";
}

}  // namespace

std::string standings_table(const std::vector<Standing>& standings) {
  std::vector<std::vector<std::string>> rows{{"metric"}};
  for (const Standing& standing : standings) rows[0].push_back(standing.name);
  for (const auto& [metric, value] : standings.front().report.metrics) {
    std::vector<std::string> row{metric};
    for (const Standing& standing : standings) {
      row.push_back(cell(standing, standings.front(), metric));
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::string> fit{"fit seconds"}, test{"test seconds"};
  for (const Standing& standing : standings) {
    fit.push_back(decimal(standing.fit_seconds, 1));
    test.push_back(decimal(standing.report.seconds, 1));
  }
  rows.push_back(std::move(fit));
  rows.push_back(std::move(test));
  return text_table(rows);
}

json::Value standings_json(const std::vector<Standing>& standings) {
  json::Array all;
  for (const Standing& standing : standings) {
    json::Object metrics_object;
    for (const auto& [name, value] : standing.report.metrics) {
      json::Object member{{"mean", value}};
      if (const auto* values = per_user(standing, name)) {
        const metrics::Interval interval = metrics::bootstrap_mean(*values, {});
        member.emplace_back("low", interval.low);
        member.emplace_back("high", interval.high);
      }
      metrics_object.emplace_back(name, std::move(member));
    }
    all.push_back(
        json::Object{{"name", standing.name},
                     {"test_users", static_cast<std::int64_t>(standing.report.user_count)},
                     {"skipped_users", static_cast<std::int64_t>(standing.report.skipped_count)},
                     {"fit_seconds", standing.fit_seconds},
                     {"test_seconds", standing.report.seconds},
                     {"metrics", std::move(metrics_object)}});
  }
  return all;
}

}  // namespace attune::cli
