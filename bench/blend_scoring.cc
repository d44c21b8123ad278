// What a score of the whole catalogue costs: the network alone and with every channel.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/models/hrnn.h"

namespace attune::models {
namespace {

constexpr std::size_t kHidden = 160;
constexpr std::size_t kHistory = 20;

data::InteractionTable histories(std::size_t items) {
  Random random(1);
  std::vector<features::NamedSequence> sequences(2'000);
  for (std::size_t user = 0; user < sequences.size(); ++user) {
    sequences[user].user = std::to_string(user);
    for (int i = 0; i < 100; ++i)
      sequences[user].items.push_back(std::to_string(random.below(items)));
  }
  return features::table_of(sequences);
}

std::unique_ptr<Model> network_of(std::size_t items) {
  HrnnParts parts{.shape = {.hidden = kHidden},
                  .rules = {},
                  .weights = {},
                  .items = std::vector<float>(items * kHidden),
                  .item_bias = std::vector<float>(items),
                  .user_features = {}};
  parts.weights = HrnnLayout(parts.shape).start_values(1);
  Random random(2);
  for (float& x : parts.items) x = static_cast<float>(random.normal());
  return make_hrnn(std::move(parts));
}

// Arguments: items, 1 with the channels.
void score(benchmark::State& state) {
  const auto table = histories(static_cast<std::size_t>(state.range(0)));
  BlendParts parts{.network = network_of(table.item_count()), .channels = {}};
  for (const ChannelKind& kind : channel_kinds()) {
    if (state.range(1) == 0) break;
    auto channel = kind.fit(table, {});
    if (*channel == nullptr) continue;
    parts.channels.push_back(
        {.kind = kind.name, .channel = std::move(*channel), .weight = kind.weights.back()});
  }
  const auto model = make_blend(std::move(parts));
  const auto user = model->start(std::nullopt);
  for (std::size_t row = 0; row < kHistory; ++row) model->advance(*user, table.row(row));
  std::vector<float> scores(model->item_count());
  for (auto _ : state) model->score(*user, scores);
}
BENCHMARK(score)
    ->Args({3'416, 0})
    ->Args({3'416, 1})
    ->Args({50'000, 0})
    ->Args({50'000, 1})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attune::models

BENCHMARK_MAIN();
