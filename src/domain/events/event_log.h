#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::database {
class Database;
}

namespace attune::events {

/// An item interaction as PutEvents brings it (reference 9.1), after checks and name mapping.
struct Event {
  std::string account_id;
  std::string dataset_group_arn;
  std::string user_id;  // empty: anonymous, then session_id stands for the user
  std::string session_id;
  std::string event_id;  // never empty; a repeat inside the dataset group is ignored
  std::string event_type;
  std::string item_id;  // empty: an event without an item
  std::optional<float> event_value;
  std::int64_t timestamp_s = 0;
  std::string properties;  // JSON object of further columns, or empty
  std::string recommendation_id;
  std::string impression;  // item ids joined with "|"
  std::string attribution_source;
};

struct StoredEvent {
  std::uint64_t sequence = 0;  // grows with each stored event of the database
  Event event;
};

struct EventLogOptions {
  // Appended, but not announced yet; beyond it `append` answers kUnavailable at once.
  std::size_t queue_events_max = 100'000;
  std::size_t batch_events_max = 10'000;  // in one transaction
};

/// The durable log of streamed events: group commit. One thread writes, another announces what is
/// written, in the same order. Thread-safe.
class EventLog {
 public:
  using Done = std::move_only_function<void(Result<void>)>;
  using Observer = std::function<void(std::span<const StoredEvent>)>;

  [[nodiscard]] static Result<std::unique_ptr<EventLog>> open(database::Database& database,
                                                              const EventLogOptions& options);
  virtual ~EventLog() = default;  // stores what is queued, then stops

  /// Stores all events or none. `done` is called on the announcing thread once they are synced to
  /// disk and the observers have seen them; on the caller's thread, at once, when the queue is full
  /// (kUnavailable) or a text holds a zero byte (kInvalidInput).
  virtual void append(std::vector<Event> events, Done done) = 0;

  /// Called on the announcing thread with each batch of new (not repeated) events, after the sync
  /// and before their `done`. Set before the first append.
  virtual void observe(Observer observer) = 0;

  /// Calls `visit` with the group's events of sequence > `after`, oldest first, in pages.
  virtual Result<void> read(std::string_view dataset_group_arn, std::uint64_t after,
                            const std::function<void(const StoredEvent&)>& visit) const = 0;
  /// The sequence of the newest event of the group; 0 if it has none.
  [[nodiscard]] virtual Result<std::uint64_t> latest_sequence(
      std::string_view dataset_group_arn) const = 0;

  /// Calls `visit` with at most `limit` events of a user (or of a session's events without a user,
  /// by the session's id), newest first.
  virtual Result<void> read_user(std::string_view dataset_group_arn,
                                 std::string_view user_or_session, std::size_t limit,
                                 const std::function<void(const StoredEvent&)>& visit) const = 0;

  /// The user seen latest in this session of the group (reference 9.2); nothing if none was.
  [[nodiscard]] virtual Result<std::optional<std::string>> user_of_session(
      std::string_view dataset_group_arn, std::string_view session_id) const = 0;
  /// Calls `visit` with every session of the group that has a user, by session id, in pages.
  virtual Result<void> read_sessions(
      std::string_view dataset_group_arn,
      const std::function<void(std::string_view session_id, std::string_view user_id)>& visit)
      const = 0;

  /// Forgets every event and session of the group, in pages, on the caller's thread; events that
  /// are appended meanwhile may stay. To be repeated after a failure or a crash. Other groups are
  /// untouched, and sequences are never given again.
  virtual Result<void> remove(std::string_view dataset_group_arn) = 0;
};

}  // namespace attune::events
