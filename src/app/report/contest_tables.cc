#include "app/report/contest_tables.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/contest.h"
#include "app/report/markup.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/list_figures.h"
#include "learning/evaluation/standing.h"
#include "learning/metrics/short_name.h"

namespace attune::report {
namespace {

using evaluation::Cell;
using evaluation::MetricRow;

std::string cell(std::string_view html, std::string_view cell_class = {}) {
  if (cell_class.empty()) return "<td>" + std::string(html) + "</td>";
  return "<td class=\"" + std::string(cell_class) + "\">" + std::string(html) + "</td>";
}

std::string header(const std::vector<std::string>& titles) {
  std::string text = "<tr>";
  for (const std::string& title : titles) text += "<th>" + escaped(title) + "</th>";
  return text + "</tr>\n";
}

std::string table(const std::string& rows) {
  return "<div class=\"scroll\"><table>\n" + rows + "</table></div>\n";
}

std::vector<std::string> with_names(const std::string& first, const Contest& contest) {
  std::vector<std::string> titles{first};
  for (const evaluation::Standing& standing : contest.standings) titles.push_back(standing.name);
  return titles;
}

// Above or below the first contestant by more than chance.
std::string difference_note(const Cell& value) {
  if (!value.difference) return {};
  const metrics::Interval& difference = *value.difference;
  const bool up = difference.low > 0.0;
  const bool down = difference.high < 0.0;
  const std::string sign = difference.mean < 0.0 ? "" : "+";
  return std::string("<small class=\"") +
         (up     ? "up"
          : down ? "down"
                 : "soft") +
         "\">" +
         (up     ? "▲ "
          : down ? "▼ "
                 : "") +
         sign + decimal(difference.mean) + " (" + decimal(difference.low) + " to " +
         decimal(difference.high) + ")</small>";
}

std::string value_html(const Cell& value) {
  std::string text = decimal(value.mean);
  std::string note;
  if (value.interval) note += "± " + decimal((value.interval->high - value.interval->low) / 2.0);
  if (value.seed_deviation) {
    note += (note.empty() ? "s.d. " : ", s.d. ") + decimal(*value.seed_deviation);
  }
  if (!note.empty()) text += "<small>" + note + "</small>";
  return text + difference_note(value);
}

std::string metric_cells(const MetricRow& row) {
  double best = row.cells.front().mean;
  for (const Cell& value : row.cells) best = std::max(best, value.mean);
  std::string text;
  for (const Cell& value : row.cells) {
    text += cell(value_html(value), value.mean == best ? "best" : "");
  }
  return text;
}

const MetricRow* find(const std::vector<MetricRow>& rows, std::string_view name) {
  const auto found = std::ranges::find(rows, name, &MetricRow::name);
  return found == rows.end() ? nullptr : &*found;
}

double mean_seconds(const evaluation::Standing& standing) {
  double sum = 0.0;
  for (const evaluation::Run& run : standing.runs) sum += run.fit_seconds;
  return sum / static_cast<double>(standing.runs.size());
}

// The columns of the table at a glance.
std::vector<const MetricRow*> summary_rows(const Contest& contest) {
  constexpr std::string_view kShown[] = {evaluation::kHeadlineMetric, "hit_rate_at_10",
                                         "mean_reciprocal_rank", "mean_reciprocal_rank_at_25",
                                         "precision_at_10"};
  std::vector<const MetricRow*> rows;
  for (const std::string_view name : kShown) {
    if (const MetricRow* row = find(contest.comparison.metrics, name)) rows.push_back(row);
  }
  for (const MetricRow& row : contest.comparison.lists) {
    if (row.name != "cold_share") rows.push_back(&row);
  }
  return rows;
}

}  // namespace

std::string verdict(const Contest& contest) {
  const MetricRow* row = find(contest.comparison.metrics, evaluation::kHeadlineMetric);
  if (row == nullptr) return {};
  const auto best = std::ranges::max_element(row->cells, {}, &Cell::mean);
  const auto index = static_cast<std::size_t>(best - row->cells.begin());
  std::string text = "<p class=\"verdict\"><strong>" + escaped(contest.standings[index].name) +
                     "</strong> has the highest NDCG@10, " + decimal(best->mean);
  if (best->interval) {
    text += " (" + decimal(best->interval->low) + " to " + decimal(best->interval->high) + ")";
  }
  if (best->difference) {
    const metrics::Interval& difference = *best->difference;
    text +=
        ": " + decimal(difference.mean) + " above " + escaped(contest.standings[0].name) +
        (difference.low > 0.0 ? ", more than chance"
                              : ", which may be chance: the interval of the difference holds 0");
  }
  return text + ".</p>\n";
}

std::string summary_table(const Contest& contest) {
  const auto rows = summary_rows(contest);
  std::vector<std::string> titles{"contestant"};
  for (const MetricRow* row : rows) titles.push_back(metrics::short_name(row->name));
  titles.emplace_back("fit, s");
  std::string text = header(titles);
  for (std::size_t i = 0; i < contest.standings.size(); ++i) {
    text += "<tr>" + cell(escaped(contest.standings[i].name));
    for (const MetricRow* row : rows) text += cell(decimal(row->cells[i].mean, 4));
    text += cell(decimal(mean_seconds(contest.standings[i]), 1)) + "</tr>\n";
  }
  return table(text);
}

std::string metrics_table(const Contest& contest) {
  std::string text = header(with_names("metric", contest));
  for (const MetricRow& row : contest.comparison.metrics) {
    text += "<tr>" + cell(escaped(metrics::short_name(row.name))) + metric_cells(row) + "</tr>\n";
  }
  return table(text);
}

std::string lists_table(const Contest& contest) {
  std::string text = header(with_names("figure", contest));
  for (const MetricRow& row : contest.comparison.lists) {
    std::string name = escaped(metrics::short_name(row.name));
    for (const evaluation::ListFigure& figure : evaluation::list_figures()) {
      if (figure.name == row.name) name += "<small>" + escaped(figure.sentence) + "</small>";
    }
    text += "<tr>" + cell(name);
    for (const Cell& value : row.cells) text += cell(value_html(value));
    text += "</tr>\n";
  }
  return table(text);
}

std::string facts_table(const Facts& facts) {
  std::string text;
  for (const auto& [name, value] : facts) {
    text += "<tr>" + cell(escaped(name)) + cell(escaped(value)) + "</tr>\n";
  }
  return "<table class=\"facts\">\n" + text + "</table>\n";
}

std::string contestants_table(const Contest& contest) {
  std::string text = header({"contestant", "parameters given", "seeds", "fit, s", "test, s"});
  for (const evaluation::Standing& standing : contest.standings) {
    std::string parameters, seeds;
    for (const auto& [name, value] : standing.parameters) {
      parameters += (parameters.empty() ? "" : ", ") + name + "=" + value;
    }
    for (const evaluation::Run& run : standing.runs) {
      if (!run.seed) continue;
      seeds += (seeds.empty() ? "" : ", ") + std::to_string(*run.seed);
    }
    text += "<tr>" + cell(escaped(standing.name)) + cell(escaped(parameters)) +
            cell(escaped(seeds)) + cell(decimal(mean_seconds(standing), 1)) +
            cell(decimal(standing.runs.front().report.seconds, 1)) + "</tr>\n";
  }
  return table(text);
}

}  // namespace attune::report
