#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_channel.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

constexpr double kPrior = 5.0;

class AdjacentChannel final : public TransitionChannel {
 public:
  using TransitionChannel::TransitionChannel;

  void add(const Question& question, float weight, std::span<float> scores) const override {
    ItemSums& sums = sums_of(question);
    for (const std::uint32_t item : sums.touched()) scores[item] += weight * sums.at(item);
  }
};

Result<std::unique_ptr<const Channel>> fit(const data::InteractionTable& table,
                                           const CountingOptions& counting) {
  ATTUNE_TRY(adjacent, TransitionTable::count(table, {.window = 1,
                                                      .popularity_exponent = 0.0,
                                                      .row_prior = kPrior,
                                                      .history_max = 1,
                                                      .counting = counting}));
  return std::make_unique<AdjacentChannel>(std::move(adjacent));
}

Result<std::unique_ptr<const Channel>> load(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(adjacent, TransitionTable::from(artefact, item_count));
  return std::make_unique<AdjacentChannel>(std::move(adjacent));
}

}  // namespace

ChannelKind adjacent_channel() {
  static constexpr std::array kWeights{0.0, 2.5, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0};
  return {.name = "adjacent",
          .weights = kWeights,
          .start_weight = 10.0,
          .relates = false,
          .fit = fit,
          .load = load};
}

}  // namespace attune::models
