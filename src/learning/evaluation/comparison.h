#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "learning/evaluation/breakdown.h"
#include "learning/evaluation/standing.h"
#include "learning/metrics/confidence.h"

namespace attune::evaluation {

/// The metric that breakdowns show and that reports put first.
inline constexpr std::string_view kHeadlineMetric = "normalized_discounted_cumulative_gain_at_10";

/// A contestant's value of a metric: the mean over its runs.
struct Cell {
  double mean = 0.0;
  std::optional<double> seed_deviation;         // of the runs' means; none for one run
  std::optional<metrics::Interval> interval;    // over users, of the mean over runs
  std::optional<metrics::Interval> difference;  // from the first contestant, user by user
};
struct MetricRow {
  std::string name;
  std::vector<Cell> cells;  // one for each contestant
};

struct GroupRow {
  std::string label;
  std::size_t question_count = 0;        // of the test, at least 1
  std::vector<metrics::Interval> cells;  // of the headline metric
};
struct BreakdownRows {
  std::string name;
  std::string title;
  std::vector<GroupRow> groups;  // those with questions
};

struct Comparison {
  std::vector<MetricRow> metrics;  // of accuracy, the headline first
  std::vector<MetricRow> lists;    // list_figures.h
  std::vector<BreakdownRows> breakdowns;
};

/// What the questions of a contest are, for all contestants.
struct Questions {
  std::vector<std::uint32_t> owners;  // the user of each
  std::vector<Grouping> groupings;
  std::size_t worker_count = 0;  // 0: one per core
};

/// All intervals are 95 % bootstrap intervals over users. At least one standing.
[[nodiscard]] Comparison compare(std::span<const Standing> standings, const Questions& questions);

}  // namespace attune::evaluation
