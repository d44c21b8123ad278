#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "learning/features/training_set.h"
#include "learning/models/hrnn_input.h"

namespace attune::training {

/// The histories as the network reads them. Items without events take no part in training: rows
/// count the others only.
struct HrnnSequences {
  models::HrnnInputRules rules;
  std::vector<models::HrnnEvent> events;                              // item: its row
  std::shared_ptr<const std::vector<models::ContextInput>> contexts;  // what the events point into
  std::vector<std::uint64_t> offsets;      // user u owns events [offsets[u], offsets[u + 1])
  std::vector<float> target_weights;       // of each event as something to predict
  std::vector<std::uint32_t> items;        // by row: the item's index
  std::vector<std::uint32_t> item_events;  // by row: how many events

  [[nodiscard]] std::size_t user_count() const { return offsets.size() - 1; }
};

struct SequenceOptions {
  double session_gap_s = 0.0;  // 0: from the data
  bool recency_mask = true;
  bool context = true;  // metadata columns of the interactions are inputs
};

[[nodiscard]] HrnnSequences make_sequences(const features::TrainingSet& data,
                                           const SequenceOptions& options);

/// The pause that separates sessions: the deepest valley of the histogram of log2(gap) between
/// 5 minutes and 12 days, if both sides rise above it by half; else a day.
[[nodiscard]] double session_gap_of(const data::InteractionTable& interactions);

/// The weight of an event as a target: 2^-(halvings * share of events that are newer). Ages count
/// in events, not in seconds, so that a thin tail of late events does not outweigh the bulk. Where
/// all users start at the same second, times are positions in a history and all weights are 1.
inline constexpr double kRecencyHalvings = 2.0;

}  // namespace attune::training
