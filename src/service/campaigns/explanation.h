#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "learning/models/score_parts.h"

namespace attune::campaigns {

inline constexpr std::size_t kExplainedEventsMax = 50;  // of a history, the newest

/// What one event of the user did for the item.
struct EventEffect {
  std::string item_id;
  std::string event_type;  // empty: none
  std::int64_t timestamp_s = 0;
  /// log p(item | history) - log p(item | history without this event), p by softmax over the
  /// catalogue: positive where the event raised the item.
  double effect = 0;
};

/// Exploration of the item for this user at this hour.
struct ExplorationEffect {
  std::uint32_t evidence = 0;  // how often it was chosen or shown
  bool drawn = false;          // its score was replaced by a draw
  double model_score = 0;      // logits
  double score = 0;
};

/// Why an item stands where it does for a user.
struct Explanation {
  std::string item_id;
  double score = 0;      // softmax over the catalogue, by the model alone
  std::size_t rank = 0;  // 1: best of the catalogue, after exploration and before any filter
  bool from_popularity = false;  // the model knows nothing of the user or item asked for
  std::size_t history_events = 0;
  std::vector<EventEffect> effects;              // the largest first
  std::vector<models::ScorePart> parts;          // empty: the model has no parts or cannot say
  std::optional<ExplorationEffect> exploration;  // none: too old, or the campaign does not explore
  std::optional<bool> passes_filter;             // none: the query has none
  std::optional<bool> promotable;                // none: the query promotes nothing
  std::optional<std::size_t> place;              // in the answer, 1: first; none: not in it
  bool promoted = false;                         // in the answer
};

}  // namespace attune::campaigns
