#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/tensor/gemv.h"
#include "learning/models/artefact.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/channel_scratch.h"
#include "learning/models/ease_table.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {
namespace {

class EaseChannel final : public Channel {
 public:
  explicit EaseChannel(EaseTable table) : table_(std::move(table)) {}

  [[nodiscard]] std::size_t item_count() const override { return table_.item_count(); }
  void add(const Question& question, float weight, std::span<float> scores) const override {
    if (item_count() <= kDenseItemsMax) {
      const std::span<float> dense = dense_channel_scratch(item_count());
      table_.add(question.history, dense);
      tensor::add_scaled(weight, dense, scores);
      return;
    }
    ItemSums& sums = channel_scratch(item_count());
    table_.add(question.history, sums);
    for (const std::uint32_t item : sums.touched()) scores[item] += weight * sums.at(item);
  }
  void add_to(Artefact& artefact) const override { table_.add_to(artefact); }

 private:
  EaseTable table_;
};

Result<std::unique_ptr<const Channel>> fit(const data::InteractionTable& table,
                                           const CountingOptions& counting) {
  if (items_with_events(table) > kEaseChannelItemsMax) return nullptr;
  ATTUNE_TRY(ease,
             EaseTable::fit(table, {.history_max = kChannelHistoryMax, .counting = counting}));
  return std::make_unique<EaseChannel>(std::move(ease));
}

Result<std::unique_ptr<const Channel>> load(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(ease, EaseTable::from(artefact, item_count));
  return std::make_unique<EaseChannel>(std::move(ease));
}

}  // namespace

ChannelKind ease_channel() {
  static constexpr std::array kWeights{0.0, 0.5, 1.0, 1.5,  2.0,  3.0,
                                       4.0, 6.0, 8.0, 11.0, 15.0, 20.0};
  return {.name = "ease",
          .weights = kWeights,
          .start_weight = 1.0,
          .relates = false,
          .fit = fit,
          .load = load};
}

}  // namespace attune::models
