#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/data/interactions.h"
#include "learning/models/context_rules.h"
#include "learning/models/hrnn_network.h"

namespace attune::models {

/// How an interaction becomes an event of the network; in training and in serving.
struct HrnnInputRules {
  double session_gap_s = 1800.0;  // a longer pause starts a session
  std::size_t event_type_count = 0;
  NumberScale event_value{};
  ContextRules context{};

  /// Appends the inputs of an event's metadata, for HrnnEvent::context_data.
  void add_context(const data::ContextCells& cells, std::vector<ContextInput>& to) const;

  /// `before_s`: time of the user's event before, nullopt for the first. The item and the context
  /// are left to the caller.
  [[nodiscard]] HrnnEvent event_of(const data::Interaction& interaction,
                                   std::optional<std::int64_t> before_s) const;
};

}  // namespace attune::models
