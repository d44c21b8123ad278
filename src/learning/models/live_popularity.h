#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/channel.h"
#include "learning/models/event_times.h"

namespace attune::models {

/// How much an item is asked for at a time:
///   pop_i(t) = sum over the events of i before t, at t_k, of 2^-((t - t_k) / half-life)
/// and log(1 + pop_i(t)) as a channel. What happens at t or later never enters: without live events
/// t is the question's time. Live events carry it forward, O(1) each.
class PopularityChannel final : public Channel {
 public:
  PopularityChannel(EventTimes times, double half_life_s);

  [[nodiscard]] std::size_t item_count() const override { return times_.item_count(); }
  void add(const Question& question, float weight, std::span<float> scores) const override;
  [[nodiscard]] std::unique_ptr<LiveChannel> start_live() const override;
  void add_to(Artefact& artefact) const override;

  /// pop_i on the scale of EventTimes.
  [[nodiscard]] float at(std::size_t item, std::int64_t time) const;

  /// Null when the events span less than the half-life.
  [[nodiscard]] static Result<std::unique_ptr<const Channel>> fit(
      const data::InteractionTable& table, double half_life_s);
  [[nodiscard]] static Result<std::unique_ptr<const Channel>> load(const Artefact& artefact,
                                                                   std::size_t item_count);

 private:
  EventTimes times_;
  double half_life_s_;
  std::vector<float> after_;  // pop_i right after each event
};

}  // namespace attune::models
