#include "learning/evaluation/next_item.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/list_figures.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/metrics/next_item.h"
#include "learning/models/model.h"

namespace attune::evaluation {
namespace {

void add_metrics(Report& report, const std::vector<std::size_t>& ranks) {
  for (const metrics::RankMetric& metric : metrics::next_item_metrics()) {
    std::vector<double> values(ranks.size());
    std::ranges::transform(ranks, values.begin(), metric.of);
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    const std::string name(metric.name);
    report.metrics[name] = ranks.empty() ? 0.0 : sum / static_cast<double>(ranks.size());
    report.per_user[name] = std::move(values);
  }
}

}  // namespace

Result<Report> measure_next_item(const models::Model& model, const data::InteractionTable& table,
                                 const std::vector<TestUser>& tests,
                                 const ExamineOptions& options) {
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::size_t> ranks(tests.size());
  ListWatch watch(table, options, examine_worker_count(tests.size(), options));
  ATTUNE_TRY_VOID(examine(
      model, table, tests, options,
      [&](std::size_t worker, std::size_t position, const Answer& answer) {
        const TestUser& test = tests[position];
        ranks[position] =
            pessimistic_rank(answer.scores, table.item[test.truth_begin], answer.excluded);
        watch.add(worker, test, best_items(answer.scores, kNextItemListLength, answer.excluded));
      }));
  Report report;
  report.user_count = ranks.size();
  add_metrics(report, ranks);
  report.lists = watch.figures();
  report.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return report;
}

}  // namespace attune::evaluation
