#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

/// What streamed events add to one channel. The blend that owns it sees to it that `observe` runs
/// alone.
class LiveChannel {
 public:
  virtual ~LiveChannel() = default;
  /// An event of a user whose newest items before it are `history`, oldest first.
  virtual void observe(std::span<const std::uint32_t> history, const data::Interaction& event) = 0;
};

/// A time after everything that a channel counted.
inline constexpr std::int64_t kAfterAll = std::numeric_limits<std::int64_t>::max();

/// What a channel is asked: about a user with these newest items, at that time.
struct Question {
  std::span<const std::uint32_t> history;  // oldest first, of known items
  std::int64_t now_s = kAfterAll;          // what happened from then on is not counted
  const LiveChannel* live = nullptr;       // of this channel; it tells the time as well
};

/// Something counted that says more about an item than a network does: evidence e_i of every item,
/// 0 where nothing is known. Immutable; reading is thread-safe.
class Channel {
 public:
  virtual ~Channel() = default;
  [[nodiscard]] virtual std::size_t item_count() const = 0;
  /// scores_i += weight e_i; `scores` has item_count() items.
  virtual void add(const Question& question, float weight, std::span<float> scores) const = 0;
  /// Writes scores above 0 of the items that go with `item`, others stay; false: it knows none.
  virtual bool relate(std::uint32_t item, std::span<float> scores) const;
  /// Null: events between trainings change nothing.
  [[nodiscard]] virtual std::unique_ptr<LiveChannel> start_live() const;
  /// Tensors and configuration, into an artefact of its own.
  virtual void add_to(Artefact& artefact) const = 0;
};

/// A kind of channel: plain data and functions; the catalogue lists them all.
struct ChannelKind {
  std::string_view name;            // in artefacts
  std::span<const double> weights;  // that the search tries, ascending, the first is 0
  double start_weight = 0.0;        // where the search begins, one of them
  bool relates = false;             // kept at weight 0 as well, for related items
  /// Null: nothing of this kind can be counted in these interactions.
  Result<std::unique_ptr<const Channel>> (*fit)(const data::InteractionTable&,
                                                const CountingOptions&);
  Result<std::unique_ptr<const Channel>> (*load)(const Artefact&, std::size_t item_count);
};

/// Newest items of a user that a channel may read.
inline constexpr std::size_t kChannelHistoryMax = 20;

/// Every kind, in the order in which scores are added.
[[nodiscard]] std::span<const ChannelKind> channel_kinds();

}  // namespace attune::models
