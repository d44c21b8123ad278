#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/interactions.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::data {

/// An event that came by PutEvents, by names.
struct StreamedInteraction {
  std::string user_id;
  std::string item_id;
  std::string event_type;  // empty: none
  std::optional<float> event_value;
  std::int64_t timestamp_s = 0;
  std::string properties;  // JSON object of further columns, or empty
};

/// Which events count (CreateSolution eventType, eventValueThreshold, eventsConfig).
struct EventSelection {
  struct Rule {
    std::string event_type;  // compared without case; empty: every type
    std::optional<double> value_min;
    double weight = 1.0;
  };
  std::vector<Rule> rules;  // empty: everything counts

  /// `event_value`: NaN for none, which fails any threshold.
  [[nodiscard]] bool takes(std::string_view event_type, float event_value) const;
};

/// Merges segments (oldest first) and streamed events into sequences. The segments' files may be
/// removed afterwards.
[[nodiscard]] Result<InteractionTable> load_interactions(
    const Schema& schema, std::span<const std::string> segment_paths,
    std::span<const StreamedInteraction> streamed, const EventSelection& selection);

/// The rows that the selection leaves out, as far as their items are among those of `known`, whose
/// items they index. Their event types begin with those of `known`; the users are their own; there
/// are no context columns.
[[nodiscard]] Result<InteractionTable> load_unselected_interactions(
    const Schema& schema, std::span<const std::string> segment_paths,
    std::span<const StreamedInteraction> streamed, const EventSelection& selection,
    const InteractionTable& known);

/// A row that came by PutItems or PutUsers.
struct StreamedEntity {
  std::string id;
  std::string properties;  // JSON object
};

[[nodiscard]] Result<EntityTable> load_entities(const Schema& schema,
                                                std::span<const std::string> segment_paths,
                                                std::span<const StreamedEntity> streamed);

/// Writes the table to one checksummed file and reads it back (mapped where the layout allows).
[[nodiscard]] Result<void> save_interactions(const InteractionTable& table,
                                             const std::string& path);
[[nodiscard]] Result<InteractionTable> read_interactions(const std::string& path);

/// A hash of all rows and vocabularies, 16 hex digits: the same data gives the same fingerprint.
[[nodiscard]] std::string fingerprint(const InteractionTable& table);

}  // namespace attune::data
