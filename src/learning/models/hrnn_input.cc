#include "learning/models/hrnn_input.h"

#include <cmath>

#include "learning/models/event_inputs.h"

namespace attune::models {
void HrnnInputRules::add_context(const data::ContextCells& cells,
                                 std::vector<ContextInput>& to) const {
  context.add_inputs(cells, context_input_row(event_type_count), to);
}

HrnnEvent HrnnInputRules::event_of(const data::Interaction& interaction,
                                   std::optional<std::int64_t> before_s) const {
  HrnnEvent event;
  if (!std::isnan(interaction.event_value)) event.value = event_value.of(interaction.event_value);
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
