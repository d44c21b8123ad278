#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "app/cli/contest.h"
#include "app/cli/text_table.h"
#include "app/report/contest.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"

namespace attune::cli {
namespace {

using Row = std::vector<std::string>;

std::string signed_decimal(double value) {
  return (value < 0.0 ? "" : "+") + decimal(value);
}

// "0.1234 s.d. 0.0010 ±0.0050 (-0.0200..-0.0100)".
std::string cell_text(const evaluation::Cell& cell) {
  std::string text = decimal(cell.mean);
  if (cell.seed_deviation) text += " s.d. " + decimal(*cell.seed_deviation);
  if (cell.interval) text += " ±" + decimal((cell.interval->high - cell.interval->low) / 2.0);
  if (cell.difference) {
    text += " (" + signed_decimal(cell.difference->low) + ".." +
            signed_decimal(cell.difference->high) + ")";
  }
  return text;
}

Row header(const std::string& first, const report::Contest& contest) {
  Row row{first};
  for (const evaluation::Standing& standing : contest.standings) row.push_back(standing.name);
  return row;
}

void add_rows(std::vector<Row>& rows, const std::vector<evaluation::MetricRow>& metrics) {
  for (const evaluation::MetricRow& metric : metrics) {
    Row row{metric.name};
    for (const evaluation::Cell& cell : metric.cells) row.push_back(cell_text(cell));
    rows.push_back(std::move(row));
  }
}

Row seconds_row(const std::string& title, const report::Contest& contest,
                double (*of)(const evaluation::Run&)) {
  Row row{title};
  for (const evaluation::Standing& standing : contest.standings) {
    double sum = 0.0;
    for (const evaluation::Run& run : standing.runs) sum += of(run);
    row.push_back(decimal(sum / static_cast<double>(standing.runs.size()), 1));
  }
  return row;
}

std::string breakdown_text(const evaluation::BreakdownRows& breakdown,
                           const report::Contest& contest) {
  std::vector<Row> rows{header("NDCG@10", contest)};
  rows[0].insert(rows[0].begin() + 1, "questions");
  for (const evaluation::GroupRow& group : breakdown.groups) {
    Row row{group.label, std::to_string(group.question_count)};
    for (const metrics::Interval& cell : group.cells) {
      row.push_back(decimal(cell.mean) + " ±" + decimal((cell.high - cell.low) / 2.0));
    }
    rows.push_back(std::move(row));
  }
  return "\n" + breakdown.title + "\n" + text_table(rows);
}

}  // namespace

std::string contest_text(const report::Contest& contest) {
  std::vector<Row> rows{header("metric", contest)};
  add_rows(rows, contest.comparison.metrics);
  for (const evaluation::MetricRow& figure : contest.comparison.lists) {
    // Coverage is among the metrics of hold-out already.
    const bool shown =
        std::ranges::any_of(rows, [&](const Row& row) { return row[0] == figure.name; });
    if (!shown) add_rows(rows, {figure});
  }
  rows.push_back(seconds_row("fit seconds", contest,
                             [](const evaluation::Run& run) { return run.fit_seconds; }));
  rows.push_back(seconds_row("test seconds", contest,
                             [](const evaluation::Run& run) { return run.report.seconds; }));
  std::string text = text_table(rows);
  for (const evaluation::BreakdownRows& breakdown : contest.comparison.breakdowns) {
    text += breakdown_text(breakdown, contest);
  }
  return text;
}

}  // namespace attune::cli
