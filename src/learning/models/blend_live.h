#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"

namespace attune::models {

/// What streamed events add to the channels of a blend, and the newest items of the users who sent
/// them. Thread-safe: readers share a lock, an event takes it for itself for about a microsecond.
class BlendLive final : public LiveCounts {
 public:
  /// Beyond it the user who came first is forgotten and starts from the trained history again.
  static constexpr std::size_t kUsersMax = 100'000;
  /// Newest items of a user that an event may follow.
  static constexpr std::size_t kTailMax = 10;

  /// Reads `channels` as long as it lives.
  BlendLive(std::span<const WeightedChannel> channels, std::size_t item_count);

  void observe(const StreamedEvent& streamed) override;

  /// Keep it while the channels are read.
  [[nodiscard]] std::shared_lock<std::shared_mutex> lock() const {
    return std::shared_lock(mutex_);
  }
  /// Of the channel at that position; null: it takes in no events.
  [[nodiscard]] const LiveChannel* channel(std::size_t position) const {
    return channels_[position].get();
  }

 private:
  using Tail = std::vector<std::uint32_t>;
  Tail& tail_of(const StreamedEvent& streamed);

  const std::size_t item_count_;
  mutable std::shared_mutex mutex_;  // of everything below
  std::vector<std::unique_ptr<LiveChannel>> channels_;
  std::unordered_map<std::uint64_t, Tail> tails_;
  std::vector<std::uint64_t> by_age_;  // a ring of the users once it is full
  std::size_t oldest_ = 0;
};

}  // namespace attune::models
