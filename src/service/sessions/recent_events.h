#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/events/event_log.h"

namespace attune::sessions {

/// A streamed event as a user's state needs it.
struct RecentEvent {
  std::uint64_t sequence = 0;
  std::int64_t timestamp_s = 0;
  float event_value = std::numeric_limits<float>::quiet_NaN();  // NaN: none
  bool anonymous = false;                                       // came with a session id only
  std::string item_id;
  std::string event_type;
  std::string properties;  // JSON object of further columns, or empty
};

struct RecentEventsOptions {
  std::size_t events_max = 2'000'000;  // beyond it the users longest without an event go
  std::size_t events_per_user_max =
      1'000;  // beyond it a quarter of a user's events, the oldest, go
};

/// How far a reader has come in a user's events; a new one starts at the beginning.
struct Cursor {
  std::uint64_t generation = 0;
  std::uint64_t next = 0;
};

/// The streamed events of a dataset group by user, in order of arrival. An event without a user id
/// stands under its session id. When a later event brings the same session id and a user id, the
/// session's events so far are given to that user as well (reference 9.2); a session's event is
/// given to one user only, the first to identify. Adding an event again has no effect.
/// Thread-safe. Memory: about 130 bytes an event and its properties (at most 1 KiB by the
/// protocol).
class RecentEvents {
 public:
  explicit RecentEvents(const RecentEventsOptions& options);

  void add(const events::StoredEvent& stored);

  /// Appends to `out` what arrived for the user after the cursor and moves the cursor. After the
  /// user was forgotten and came back (`cursor.generation` changes), what comes may repeat.
  void read(std::string_view user_id, Cursor& cursor, std::vector<RecentEvent>& out) const;
  [[nodiscard]] bool knows(std::string_view user_id) const;
  [[nodiscard]] std::size_t event_count() const;

 private:
  struct Entry {
    std::uint64_t generation = 0;
    std::vector<RecentEvent> events;
    std::uint64_t first = 0;            // how many were dropped before events[0]
    std::uint64_t joined = 0;           // those before are given to a user
    std::uint64_t sequence_max = 0;     // of all that ever arrived
    std::uint64_t dropped_through = 0;  // the highest sequence that was dropped
    std::list<std::string>::iterator by_use;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
    std::list<std::string> by_use;  // the user with the newest event first
    std::size_t event_count = 0;
  };
  static constexpr std::size_t kShardCount = 64;

  [[nodiscard]] Shard& shard_of(std::string_view user_id) const;
  void append(std::string_view user_id, RecentEvent event);
  void join(std::string_view session_id, std::string_view user_id);
  Entry& touched_entry(Shard& shard, std::string_view user_id);
  void make_room(Shard& shard, Entry& kept) const;

  const RecentEventsOptions options_;
  std::atomic<std::uint64_t> next_generation_{1};
  mutable std::array<Shard, kShardCount> shards_;
};

}  // namespace attune::sessions
