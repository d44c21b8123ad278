#include "learning/evaluation/hold_out.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/list_figures.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/features/select_rows.h"
#include "learning/metrics/metric.h"
#include "learning/models/model.h"

namespace attune::evaluation {
namespace {

constexpr std::size_t kListLength = 25;

// FNV-1a, mixed with the seed.
std::uint64_t seeded_hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return mix64(hash ^ mix64(seed));
}

std::vector<std::uint32_t> draw_test_users(const data::InteractionTable& table,
                                           std::uint64_t seed) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> drawn;
  for (std::uint32_t user = 0; user < table.user_count(); ++user) {
    if (table.offsets[user + 1] - table.offsets[user] >= 2) {
      drawn.emplace_back(seeded_hash(table.users->text(user), seed), user);
    }
  }
  std::ranges::sort(drawn);
  const std::size_t wanted = (table.user_count() + 5) / 10;
  drawn.resize(std::min(drawn.size(), std::max<std::size_t>(1, wanted)));
  std::vector<std::uint32_t> users;
  for (const auto& [hash, user] : drawn) users.push_back(user);
  std::ranges::sort(users);
  return users;
}

TestUser cut(const data::InteractionTable& table, std::uint32_t user) {
  const std::size_t begin = table.offsets[user];
  const std::size_t end = table.offsets[user + 1];
  const std::size_t truth_count = std::max<std::size_t>(1, (end - begin + 5) / 10);
  return {.user = data::UserIndex{user},
          .history_begin = begin,
          .input_begin = begin,
          .truth_begin = end - truth_count,
          .truth_end = end};
}

double mean(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<metrics::Metric> protocol_metrics() {
  std::vector<metrics::Metric> chosen;
  std::ranges::copy_if(metrics::catalogue(), std::back_inserter(chosen),
                       &metrics::Metric::in_protocol);
  return chosen;
}

}  // namespace

HoldOut split_hold_out(const data::InteractionTable& table, std::uint64_t seed) {
  HoldOut split;
  std::vector<bool> trains(table.row_count(), true);
  for (const std::uint32_t user : draw_test_users(table, seed)) {
    split.test_users.push_back(cut(table, user));
    std::fill(trains.begin() + static_cast<std::ptrdiff_t>(table.offsets[user]),
              trains.begin() + static_cast<std::ptrdiff_t>(table.offsets[user + 1]), false);
  }
  split.train = features::select_rows(table, trains);
  return split;
}

Result<Report> measure_hold_out(const models::Model& model, const data::InteractionTable& table,
                                const std::vector<TestUser>& test_users,
                                const ExamineOptions& options) {
  const auto started = std::chrono::steady_clock::now();
  const auto chosen_metrics = protocol_metrics();
  std::vector<std::vector<double>> values(chosen_metrics.size(),
                                          std::vector<double>(test_users.size()));
  ListWatch watch(table, options, examine_worker_count(test_users.size(), options));
  ATTUNE_TRY_VOID(examine(model, table, test_users, options,
                          [&](std::size_t worker, std::size_t position, const Answer& answer) {
                            const auto ranked =
                                best_items(answer.scores, kListLength, answer.excluded);
                            const auto truth = truth_of(test_users[position], table);
                            watch.add(worker, test_users[position], ranked);
                            for (std::size_t m = 0; m < chosen_metrics.size(); ++m) {
                              values[m][position] =
                                  chosen_metrics[m].of({.ranked = ranked, .chosen = truth});
                            }
                          }));
  Report report;
  report.user_count = test_users.size();
  for (std::size_t m = 0; m < chosen_metrics.size(); ++m) {
    const std::string name(chosen_metrics[m].name);
    report.metrics[name] = mean(values[m]);
    report.per_user[name] = std::move(values[m]);
  }
  report.lists = watch.figures();
  report.metrics["coverage"] = report.lists.at("coverage");
  report.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return report;
}

}  // namespace attune::evaluation
