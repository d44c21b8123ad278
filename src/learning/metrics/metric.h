#pragma once

#include <span>
#include <string_view>

#include "domain/data/ids.h"

namespace attune::metrics {

/// One user's offline test: the ranked items that a model returned and the items they really chose.
struct Ranking {
  std::span<const data::ItemIndex> ranked;  // best first, no repeats
  std::span<const data::ItemIndex> chosen;  // no order, no repeats, at least one
};

/// A metric as GetSolutionMetrics reports it. The report is the mean of `of` over the test users.
struct Metric {
  std::string_view name;         // "precision_at_10"
  double (*of)(const Ranking&);  // in [0, 1]
  bool in_protocol = true;       // a key of GetSolutionMetrics; otherwise of our own reports
};

/// Every per-user metric, in the order in which reports show them. A new metric is a file and a
/// line here.
[[nodiscard]] std::span<const Metric> catalogue();

}  // namespace attune::metrics
