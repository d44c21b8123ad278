#include "learning/models/live_popularity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/log_one_plus.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/event_times.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {
namespace {

constexpr double kDay = 86'400.0;
constexpr double kHalfLifeMax = 1e5 * kDay;

float decay(double seconds, double half_life_s) {
  return static_cast<float>(std::exp2(-seconds / half_life_s));
}

/// pop_i now, from the channel's end on. Items without events are not touched as time goes on: all
/// logarithms are renewed when kStaleness of a half-life has passed.
class LivePopularity final : public LiveChannel {
 public:
  LivePopularity(const PopularityChannel& channel, const EventTimes& times, double half_life_s)
      : times_(times), half_life_s_(half_life_s), now_(times.newest()), since_(now_) {
    values_.reserve(channel.item_count());
    for (std::size_t item = 0; item < channel.item_count(); ++item) {
      // The newest second counts too.
      values_.push_back(channel.at(item, now_ + 1));
    }
    logs_ = values_;
    tensor::log_one_plus(logs_);
  }

  void observe(std::span<const std::uint32_t>, const data::Interaction& event) override {
    const std::int64_t time = std::min(times_.since_first(event.timestamp_s), now_ + kStepMax);
    now_ = std::max(now_, time);
    if (static_cast<double>(now_ - since_) > kStaleness * half_life_s_) renew();
    const std::size_t item = data::raw(event.item);
    // Values are of the time `since_`: an event after it counts for more than 1 then.
    values_[item] += decay(static_cast<double>(since_ - time), half_life_s_);
    logs_[item] =
        std::log1p(values_[item] * decay(static_cast<double>(now_ - since_), half_life_s_));
  }

  [[nodiscard]] std::span<const float> logs() const { return logs_; }

 private:
  static constexpr double kStaleness = 1.0 / 64.0;
  // A clock that is wrong cannot move the time further at once.
  static constexpr std::int64_t kStepMax = 86'400;

  void renew() {
    const float factor = decay(static_cast<double>(now_ - since_), half_life_s_);
    since_ = now_;
    for (float& value : values_) value *= factor;
    logs_ = values_;
    tensor::log_one_plus(logs_);
  }

  const EventTimes& times_;
  const double half_life_s_;
  std::int64_t now_;
  std::int64_t since_;
  std::vector<float> values_;
  std::vector<float> logs_;
};

constexpr std::array kWeights{0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0};

template <int days>
Result<std::unique_ptr<const Channel>> fit_days(const data::InteractionTable& table,
                                                const CountingOptions&) {
  return PopularityChannel::fit(table, days * kDay);
}

template <int days>
ChannelKind popularity_of(std::string_view name) {
  return {.name = name,
          .weights = kWeights,
          .start_weight = 0.0,
          .relates = false,
          .fit = fit_days<days>,
          .load = PopularityChannel::load};
}

}  // namespace

PopularityChannel::PopularityChannel(EventTimes times, double half_life_s)
    : times_(std::move(times)), half_life_s_(half_life_s) {
  after_.resize(times_.event_count());
  for (std::size_t item = 0; item < times_.item_count(); ++item) {
    const std::size_t begin = times_.begin_of(item);
    for (std::size_t k = begin; k < times_.begin_of(item + 1); ++k) {
      after_[k] = 1.0F;
      if (k == begin) continue;
      const double passed = static_cast<double>(times_.all()[k]) - times_.all()[k - 1];
      after_[k] += after_[k - 1] * decay(passed, half_life_s_);
    }
  }
}

float PopularityChannel::at(std::size_t item, std::int64_t time) const {
  const std::size_t before = times_.count_before(item, time);
  if (before == 0) return 0.0F;
  const std::size_t newest = times_.begin_of(item) + before - 1;
  return after_[newest] * decay(static_cast<double>(time - times_.all()[newest]), half_life_s_);
}

void PopularityChannel::add(const Question& question, float weight, std::span<float> scores) const {
  if (question.live != nullptr) {
    const auto& live = static_cast<const LivePopularity&>(*question.live);
    tensor::add_scaled(weight, live.logs(), scores);
    return;
  }
  const std::int64_t end = std::int64_t{times_.newest()} + 1;
  const std::int64_t time = question.now_s == kAfterAll ? end : times_.since_first(question.now_s);
  thread_local std::vector<float> logs;
  logs.resize(item_count());
  for (std::size_t item = 0; item < item_count(); ++item) logs[item] = at(item, time);
  tensor::log_one_plus(logs);
  tensor::add_scaled(weight, logs, scores);
}

std::unique_ptr<LiveChannel> PopularityChannel::start_live() const {
  return std::make_unique<LivePopularity>(*this, times_, half_life_s_);
}

void PopularityChannel::add_to(Artefact& artefact) const {
  artefact.configuration.add("half_life_s", half_life_s_);
  times_.add_to(artefact);
}

Result<std::unique_ptr<const Channel>> PopularityChannel::fit(const data::InteractionTable& table,
                                                              double half_life_s) {
  EventTimes times = EventTimes::of(table);
  if (times.newest() < half_life_s) return nullptr;
  return std::make_unique<PopularityChannel>(std::move(times), half_life_s);
}

Result<std::unique_ptr<const Channel>> PopularityChannel::load(const Artefact& artefact,
                                                               std::size_t item_count) {
  ATTUNE_TRY(half_life_s, read_number(artefact, "half_life_s"));
  if (!(half_life_s >= 1.0 && half_life_s <= kHalfLifeMax)) {
    return invalid_input("model artefact: half_life_s is out of range");
  }
  ATTUNE_TRY(times, EventTimes::from(artefact, item_count));
  return std::make_unique<PopularityChannel>(std::move(times), half_life_s);
}

ChannelKind popularity_of_a_day() {
  return popularity_of<1>("popularity_1d");
}
ChannelKind popularity_of_a_week() {
  return popularity_of<7>("popularity_7d");
}
ChannelKind popularity_of_a_quarter() {
  return popularity_of<90>("popularity_90d");
}

}  // namespace attune::models
