// What one event and one answer cost a serving HRNN: advance, score and top-25, one thread.
#include <benchmark/benchmark.h>

#include "foundation/base/random.h"
#include "foundation/tensor/top_k.h"
#include "learning/models/hrnn.h"

namespace {

using namespace attune;

std::unique_ptr<models::Model> model_of(std::size_t items, std::size_t hidden) {
  models::HrnnParts parts;
  parts.shape = {.hidden = hidden, .event_type_count = 1};
  parts.rules.event_type_count = 1;
  Random random(1);
  parts.weights = models::HrnnLayout(parts.shape).start_values(1);
  parts.items.resize(items * hidden);
  for (float& x : parts.items) x = static_cast<float>(random.normal());
  parts.item_bias.resize(items);
  return models::make_hrnn(std::move(parts));
}

void advance(benchmark::State& state) {
  const auto model = model_of(3416, static_cast<std::size_t>(state.range(0)));
  const auto user = model->start({});
  std::int64_t now = 0;
  for (auto _ : state) {
    model->advance(*user, {.item = data::ItemIndex{static_cast<std::uint32_t>(now % 3416)},
                           .timestamp_s = now += 60});
  }
}
BENCHMARK(advance)->Arg(128)->Arg(160);

void score(benchmark::State& state) {
  const auto model = model_of(static_cast<std::size_t>(state.range(0)), 128);
  const auto user = model->start({});
  std::vector<float> scores(model->item_count());
  for (auto _ : state) {
    model->score(*user, scores);
    benchmark::DoNotOptimize(scores.data());
  }
}
BENCHMARK(score)->Arg(3416)->Arg(26744);

void score_and_top_25(benchmark::State& state) {
  const auto model = model_of(static_cast<std::size_t>(state.range(0)), 128);
  const auto user = model->start({});
  std::vector<float> scores(model->item_count());
  for (auto _ : state) {
    model->score(*user, scores);
    benchmark::DoNotOptimize(tensor::top_k(scores, 25));
  }
}
BENCHMARK(score_and_top_25)->Arg(3416)->Arg(26744);

}  // namespace

BENCHMARK_MAIN();
