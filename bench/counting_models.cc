#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/sims.h"
#include "learning/models/transitions.h"

namespace attune::models {
namespace {

// Items by a power law, as in shops: a few are everywhere.
data::InteractionTable shop(std::size_t users, std::size_t items, std::size_t length) {
  Random random(1);
  std::vector<features::NamedSequence> sequences(users);
  for (std::size_t user = 0; user < users; ++user) {
    sequences[user].user = "u" + std::to_string(user);
    for (std::size_t i = 0; i < length; ++i) {
      const double rank = std::pow(static_cast<double>(items), random.uniform());
      sequences[user].items.push_back("i" + std::to_string(static_cast<std::size_t>(rank)));
    }
  }
  return features::table_of(sequences);
}

void fit_sims_of_items(benchmark::State& state) {
  const auto table = shop(20'000, static_cast<std::size_t>(state.range(0)), 30);
  for (auto _ : state) benchmark::DoNotOptimize(fit_sims(table, {}, {}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(table.row_count()));
}
BENCHMARK(fit_sims_of_items)
    ->Arg(5'000)
    ->Arg(200'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void fit_transitions_of_items(benchmark::State& state) {
  const auto table = shop(20'000, static_cast<std::size_t>(state.range(0)), 30);
  for (auto _ : state) benchmark::DoNotOptimize(fit_transitions(table, {}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(table.row_count()));
}
BENCHMARK(fit_transitions_of_items)
    ->Arg(5'000)
    ->Arg(200'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void score_transitions(benchmark::State& state) {
  const auto table = shop(20'000, static_cast<std::size_t>(state.range(0)), 30);
  const auto model = fit_transitions(table, {});
  const auto user = (*model)->start(std::nullopt);
  for (std::size_t row = 0; row < 20; ++row) (*model)->advance(*user, table.row(row));
  std::vector<float> scores((*model)->item_count());
  for (auto _ : state) (*model)->score(*user, scores);
}
BENCHMARK(score_transitions)->Arg(5'000)->Arg(200'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attune::models

BENCHMARK_MAIN();
