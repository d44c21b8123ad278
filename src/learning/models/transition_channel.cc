#include "learning/models/transition_channel.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "domain/data/interactions.h"
#include "learning/models/channel.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_delta.h"

namespace attune::models {
namespace {

class LiveTransitions final : public LiveChannel {
 public:
  explicit LiveTransitions(TransitionDelta start) : delta(std::move(start)) {}
  void observe(std::span<const std::uint32_t> history, const data::Interaction& event) override {
    delta.add(history, static_cast<std::uint32_t>(event.item));
  }

  TransitionDelta delta;
};

ItemSums& cleared_scratch(std::size_t item_count) {
  thread_local ItemSums sums(0);
  sums.clear();
  sums.grow(item_count);
  return sums;
}

}  // namespace

std::unique_ptr<LiveChannel> TransitionChannel::start_live() const {
  return std::make_unique<LiveTransitions>(table_.start_delta());
}

ItemSums& TransitionChannel::sums_of(const Question& question) const {
  ItemSums& sums = cleared_scratch(item_count());
  const auto* live = static_cast<const LiveTransitions*>(question.live);
  table_.add(question.history, sums, live ? &live->delta : nullptr);
  return sums;
}

}  // namespace attune::models
