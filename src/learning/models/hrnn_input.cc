#include "learning/models/hrnn_input.h"

#include <algorithm>
#include <cmath>

namespace attune::models {
namespace {

constexpr float kLogValueMax = 20.0F;

float log_value(float value) {
  if (std::isnan(value)) return 0.0F;
  const float log = std::min(std::log1p(std::abs(value)), kLogValueMax);
  return std::copysign(log, value);
}

}  // namespace

HrnnEvent HrnnInputRules::event_of(const data::Interaction& interaction,
                                   std::optional<std::int64_t> before_s) const {
  HrnnEvent event;
  event.value = log_value(interaction.event_value);
  if (data::raw(interaction.event_type) < event_type_count) {
    event.type = static_cast<std::uint16_t>(data::raw(interaction.event_type) + 1);
  }
  if (before_s) {
    event.gap = gap_bucket(*before_s, interaction.timestamp_s);
    const double pause =
        static_cast<double>(interaction.timestamp_s) - static_cast<double>(*before_s);
    event.starts_session = pause > session_gap_s;
  }
  return event;
}

}  // namespace attune::models
