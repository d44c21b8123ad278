#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/tensor/log_one_plus.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_channel.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

constexpr auto kScale = static_cast<float>(1.0 / kWindowFloor);

class WindowChannel final : public TransitionChannel {
 public:
  using TransitionChannel::TransitionChannel;

  void add(const Question& question, float weight, std::span<float> scores) const override {
    ItemSums& sums = sums_of(question);
    thread_local std::vector<float> logs;
    logs.clear();
    for (const std::uint32_t item : sums.touched()) logs.push_back(sums.at(item) * kScale);
    tensor::log_one_plus(logs);
    for (std::size_t i = 0; i < logs.size(); ++i) scores[sums.touched()[i]] += weight * logs[i];
  }
  bool relate(std::uint32_t item, std::span<float> scores) const override {
    const auto row = table().row(item);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      scores[static_cast<std::size_t>(row.items[i])] = std::log1p(row.weights[i] * kScale);
    }
    return !row.items.empty();
  }
};

Result<std::unique_ptr<const Channel>> fit(const data::InteractionTable& table,
                                           const CountingOptions& counting) {
  ATTUNE_TRY(window, TransitionTable::count(table, {.counting = counting}));
  return std::make_unique<WindowChannel>(std::move(window));
}

Result<std::unique_ptr<const Channel>> load(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(window, TransitionTable::from(artefact, item_count));
  return std::make_unique<WindowChannel>(std::move(window));
}

}  // namespace

ChannelKind window_channel() {
  static constexpr std::array kWeights{0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0};
  return {.name = "window",
          .weights = kWeights,
          .start_weight = 1.5,
          .relates = true,
          .fit = fit,
          .load = load};
}

}  // namespace attune::models
