#pragma once

#include <cstdint>
#include <vector>

#include "learning/features/training_set.h"
#include "learning/models/hrnn_input.h"

namespace attune::training {

/// The histories as the network reads them. Items without events take no part in training: rows
/// count the others only.
struct HrnnSequences {
  models::HrnnInputRules rules;
  std::vector<models::HrnnEvent> events;   // item: its row
  std::vector<std::uint64_t> offsets;      // user u owns events [offsets[u], offsets[u + 1])
  std::vector<float> target_weights;       // of each event as something to predict
  std::vector<std::uint32_t> items;        // by row: the item's index
  std::vector<std::uint32_t> item_events;  // by row: how many events

  [[nodiscard]] std::size_t user_count() const { return offsets.size() - 1; }
};

struct SequenceOptions {
  double session_gap_s = 0.0;  // 0: from the data
  bool recency_mask = true;
};

[[nodiscard]] HrnnSequences make_sequences(const features::TrainingSet& data,
                                           const SequenceOptions& options);

/// The pause that separates sessions: the deepest valley of the histogram of log2(gap) between
/// 5 minutes and 12 days, if both sides rise above it by half; else a day.
[[nodiscard]] double session_gap_of(const data::InteractionTable& interactions);

/// 2^-(age / half-life), at least kRecencyWeightMin, where the half-life is a quarter of the span
/// between the data's first and last event.
inline constexpr double kRecencyWeightMin = 0.1;

}  // namespace attune::training
