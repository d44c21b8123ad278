#include "learning/evaluation/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "learning/evaluation/breakdown.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/standing.h"
#include "learning/features/parallel_blocks.h"
#include "learning/metrics/confidence.h"

namespace attune::evaluation {
namespace {

using Values = std::vector<double>;

// A figure by name, from each run's report; 0 where a report lacks it.
std::vector<double> by_run(const Standing& standing,
                           std::map<std::string, double> Report::* figures,
                           const std::string& name) {
  std::vector<double> values;
  for (const Run& run : standing.runs) {
    const auto found = (run.report.*figures).find(name);
    values.push_back(found == (run.report.*figures).end() ? 0.0 : found->second);
  }
  return values;
}

double mean_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Cell cell_of(std::span<const double> runs) {
  Cell cell;
  cell.mean = mean_of(runs);
  if (runs.size() < 2) return cell;
  double squares = 0.0;
  for (const double value : runs) squares += (value - cell.mean) * (value - cell.mean);
  cell.seed_deviation = std::sqrt(squares / static_cast<double>(runs.size() - 1));
  return cell;
}

// By question, the mean over the runs; empty for a metric that is not per user.
Values mean_over_runs(const Standing& standing, const std::string& metric) {
  Values sums;
  for (const Run& run : standing.runs) {
    const auto found = run.report.per_user.find(metric);
    if (found == run.report.per_user.end()) return {};
    sums.resize(found->second.size(), 0.0);
    std::ranges::transform(sums, found->second, sums.begin(), std::plus<>{});
  }
  for (double& sum : sums) sum /= static_cast<double>(standing.runs.size());
  return sums;
}

std::vector<MetricRow> rows_of(std::span<const Standing> standings,
                               std::map<std::string, double> Report::* figures) {
  std::vector<MetricRow> rows;
  for (const auto& [name, value] : standings.front().runs.front().report.*figures) {
    MetricRow row{.name = name, .cells = {}};
    for (const Standing& standing : standings) {
      row.cells.push_back(cell_of(by_run(standing, figures, name)));
    }
    rows.push_back(std::move(row));
  }
  std::ranges::stable_partition(rows,
                                [](const MetricRow& row) { return row.name == kHeadlineMetric; });
  return rows;
}

// A bootstrap to be done; the targets of all jobs are distinct.
using Job = std::function<void()>;

void run_all(const std::vector<Job>& jobs, std::size_t worker_count) {
  features::parallel_blocks({.count = jobs.size(),
                             .block_size = 1,
                             .worker_count = worker_count,
                             .run =
                                 [&](std::size_t, std::size_t begin, std::size_t end) {
                                   for (std::size_t job = begin; job < end; ++job) jobs[job]();
                                 },
                             .keep_going = {}});
}

using ValuesByMetric = std::map<std::string, std::vector<Values>>;  // then by contestant

ValuesByMetric values_of(std::span<const Standing> standings, const std::vector<MetricRow>& rows) {
  ValuesByMetric values;
  for (const MetricRow& row : rows) {
    for (const Standing& standing : standings) {
      values[row.name].push_back(mean_over_runs(standing, row.name));
    }
  }
  return values;
}

void add_intervals(std::vector<MetricRow>& rows, const ValuesByMetric& values,
                   const Questions& questions, std::vector<Job>& jobs) {
  for (MetricRow& row : rows) {
    const std::vector<Values>& by_contestant = values.at(row.name);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (by_contestant[i].empty()) continue;
      Cell& cell = row.cells[i];
      jobs.emplace_back([&cell, &questions, &own = by_contestant[i]] {
        cell.interval = metrics::bootstrap_mean(own, {.owners = questions.owners});
      });
      if (i == 0) continue;
      jobs.emplace_back([&cell, &questions, &own = by_contestant[i], &first = by_contestant[0]] {
        cell.difference = metrics::bootstrap_difference(own, first, {.owners = questions.owners});
      });
    }
  }
}

template <typename T>
std::vector<T> of_group(const std::vector<T>& values, const Grouping& grouping,
                        std::uint32_t group) {
  std::vector<T> chosen;
  for (std::size_t i = 0; i < grouping.group_of.size() && i < values.size(); ++i) {
    if (grouping.group_of[i] == group) chosen.push_back(values[i]);
  }
  return chosen;
}

BreakdownRows empty_rows(const Grouping& grouping, std::size_t contestant_count) {
  BreakdownRows rows{.name = std::string(grouping.breakdown->name),
                     .title = std::string(grouping.breakdown->title),
                     .groups = {}};
  for (std::size_t group = 0; group < grouping.breakdown->labels.size(); ++group) {
    const auto count = std::ranges::count(grouping.group_of, group);
    rows.groups.push_back({.label = std::string(grouping.breakdown->labels[group]),
                           .question_count = static_cast<std::size_t>(count),
                           .cells = std::vector<metrics::Interval>(contestant_count)});
  }
  return rows;
}

void add_breakdowns(Comparison& comparison, const std::vector<Values>& headline,
                    const Questions& questions, std::vector<Job>& jobs) {
  for (const Grouping& grouping : questions.groupings) {
    comparison.breakdowns.push_back(empty_rows(grouping, headline.size()));
  }
  for (std::size_t b = 0; b < questions.groupings.size(); ++b) {
    for (std::uint32_t group = 0; group < comparison.breakdowns[b].groups.size(); ++group) {
      for (std::size_t i = 0; i < headline.size(); ++i) {
        jobs.emplace_back([&cell = comparison.breakdowns[b].groups[group].cells[i],
                           &grouping = questions.groupings[b], &values = headline[i], &questions,
                           group] {
          const auto owners = of_group(questions.owners, grouping, group);
          cell = metrics::bootstrap_mean(of_group(values, grouping, group), {.owners = owners});
        });
      }
    }
  }
}

}  // namespace

Comparison compare(std::span<const Standing> standings, const Questions& questions) {
  Comparison comparison{.metrics = rows_of(standings, &Report::metrics),
                        .lists = rows_of(standings, &Report::lists),
                        .breakdowns = {}};
  const ValuesByMetric values = values_of(standings, comparison.metrics);
  std::vector<Job> jobs;
  add_intervals(comparison.metrics, values, questions, jobs);
  const auto headline = values.find(std::string(kHeadlineMetric));
  if (headline != values.end()) {
    add_breakdowns(comparison, headline->second, questions, jobs);
  }
  run_all(jobs, questions.worker_count);
  for (BreakdownRows& rows : comparison.breakdowns) {
    std::erase_if(rows.groups, [](const GroupRow& group) { return group.question_count == 0; });
  }
  return comparison;
}

}  // namespace attune::evaluation
