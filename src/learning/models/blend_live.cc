#include "learning/models/blend_live.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <span>

#include "domain/data/ids.h"
#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"

namespace attune::models {

BlendLive::BlendLive(std::span<const WeightedChannel> channels, std::size_t item_count)
    : item_count_(item_count) {
  for (const WeightedChannel& weighted : channels) {
    channels_.push_back(weighted.weight > 0.0 ? weighted.channel->start_live() : nullptr);
  }
}

void BlendLive::observe(const StreamedEvent& streamed) {
  if (data::raw(streamed.event.item) >= item_count_) return;
  const std::unique_lock lock(mutex_);
  Tail& tail = tail_of(streamed);
  for (const auto& channel : channels_) {
    if (channel) channel->observe(tail, streamed.event);
  }
  if (tail.size() >= kTailMax) tail.erase(tail.begin());
  tail.push_back(static_cast<std::uint32_t>(streamed.event.item));
}

BlendLive::Tail& BlendLive::tail_of(const StreamedEvent& streamed) {
  const auto found = tails_.find(streamed.user);
  if (found != tails_.end()) return found->second;
  if (by_age_.size() < kUsersMax) {
    by_age_.push_back(streamed.user);
  } else {
    tails_.erase(by_age_[oldest_]);
    by_age_[oldest_] = streamed.user;
    oldest_ = (oldest_ + 1) % kUsersMax;
  }
  Tail& tail = tails_[streamed.user];
  const std::size_t read = std::min(streamed.trained.size(), kTailMax);
  for (const data::ItemIndex item : streamed.trained.last(read)) {
    if (data::raw(item) < item_count_) tail.push_back(static_cast<std::uint32_t>(item));
  }
  return tail;
}

}  // namespace attune::models
