#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// When each item had its events, ascending: seconds after the first of all. Four bytes an event;
/// of more than kEventsMax events the newest are kept, those later than 68 years after the first
/// stand at that time.
class EventTimes {
 public:
  static constexpr std::size_t kEventsMax = 32'000'000;

  [[nodiscard]] static EventTimes of(const data::InteractionTable& table);
  /// Tensors time_offsets and times, and first_s. kInvalidInput for anything else.
  [[nodiscard]] static Result<EventTimes> from(const Artefact& artefact, std::size_t item_count);
  void add_to(Artefact& artefact) const;

  [[nodiscard]] std::size_t item_count() const { return offsets_.size() - 1; }
  [[nodiscard]] std::size_t event_count() const { return times_.size(); }
  /// All times, item after item, and where an item's begin.
  [[nodiscard]] std::span<const std::int32_t> all() const { return times_; }
  [[nodiscard]] std::size_t begin_of(std::size_t item) const {
    return static_cast<std::size_t>(offsets_[item]);
  }
  /// How many of the item's events came before `time`.
  [[nodiscard]] std::size_t count_before(std::size_t item, std::int64_t time) const;
  /// On the scale of `all`; may be negative.
  [[nodiscard]] std::int64_t since_first(std::int64_t timestamp_s) const;
  /// The newest time; 0 without events.
  [[nodiscard]] std::int32_t newest() const { return newest_; }

 private:
  EventTimes(std::int64_t first_s, std::vector<std::int64_t> offsets,
             std::vector<std::int32_t> times);

  std::int64_t first_s_;
  std::vector<std::int64_t> offsets_;  // items + 1
  std::vector<std::int32_t> times_;
  std::int32_t newest_ = 0;
};

}  // namespace attune::models
