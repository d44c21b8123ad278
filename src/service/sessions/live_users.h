#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "learning/models/model.h"
#include "service/sessions/event_types.h"
#include "service/sessions/recent_events.h"

namespace attune::sessions {

/// A model, the histories it was trained on, and the users' other events of then; streamed events
/// after the watermark are among neither.
struct Trained {
  std::shared_ptr<const models::Model> model;
  std::shared_ptr<const data::InteractionTable> interactions;
  std::uint64_t event_watermark = 0;
  data::EventSelection selection = {};  // which events the model learns from and is moved by
  /// As data::load_unselected_interactions gives them; null: none.
  std::shared_ptr<const data::InteractionTable> unselected = {};
};

enum class Liveness : std::uint8_t {
  kEventsMoveState,
  kTrainedOnly  // events are remembered for filters but do not move the model's state
};

struct LiveUsersOptions {
  std::size_t users_max = 1'000'000;        // beyond it the least recently asked for are rebuilt
  std::size_t replayed_events_max = 500;    // a state is built from the newest ones
  std::size_t streamed_events_max = 5'000;  // of a user; beyond it the oldest are forgotten
  Liveness liveness = Liveness::kEventsMoveState;
};

/// The users of one campaign: the model's state of each, brought up to date when it is asked for.
/// A state is the fold of the user's history (as trained, then streamed) in time order: an event
/// that is not older than the newest one moves the state by one step, an older one is put in its
/// place and the state rebuilt. A state that was dropped is rebuilt the same way; only of a history
/// beyond `replayed_events_max` it then knows less. Events that the model was not trained for, by
/// their type or value, are in the history and move nothing. Thread-safe; requests of one user take
/// turns.
class LiveUsers {
 private:
  struct User;

 public:
  LiveUsers(Trained trained, std::shared_ptr<const RecentEvents> recent_events,
            const LiveUsersOptions& options);
  ~LiveUsers();

  /// A user's state, up to date with every event added before; locked while this lives.
  class Locked {
   public:
    /// Null: the user has no history that the model takes in.
    [[nodiscard]] const models::UserState* state() const;
    /// Appends all of the user's interactions in time order.
    void append_history(std::vector<data::Interaction>& out) const;
    /// Appends those that the state is the fold of, in time order.
    void append_folded_history(std::vector<data::Interaction>& out) const;

   private:
    friend class LiveUsers;
    const LiveUsers* users_ = nullptr;
    std::shared_ptr<User> user_;  // null: unknown
    std::unique_lock<std::mutex> lock_;
  };
  [[nodiscard]] Locked lock(std::string_view user_id);

  /// A state without history, of the trained user if there is one of that id.
  [[nodiscard]] std::unique_ptr<models::UserState> start_state(
      std::optional<std::string_view> user_id) const;
  /// Whether the model learns from such events.
  [[nodiscard]] bool model_takes(std::string_view event_type, float event_value) const {
    return trained_.selection.takes(event_type, event_value);
  }
  /// One step, as the users' own states take it.
  void advance_state(models::UserState& state, const data::Interaction& event) const;

  /// What the histories' event types index, at least as new as every lock taken before.
  [[nodiscard]] std::shared_ptr<const data::Vocabulary> event_types() const {
    return event_types_.snapshot();
  }
  /// How many users are in memory.
  [[nodiscard]] std::size_t size() const;

 private:
  struct Streamed {
    data::Interaction interaction;
    std::uint64_t sequence = 0;
    bool moves_state = true;
  };
  struct User {
    std::mutex mutex;
    bool built = false;
    std::optional<data::UserIndex> trained;     // the user among the trained ones
    std::optional<data::UserIndex> unselected;  // and among those of the other events
    std::unique_ptr<models::UserState> state;   // null: no history
    std::vector<Streamed> streamed;             // in time order
    std::int64_t newest_s = std::numeric_limits<std::int64_t>::min();  // of what moved the state
    Cursor cursor;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using ByUse = std::list<std::pair<std::string, std::shared_ptr<User>>>;
  struct Shard {
    mutable std::mutex mutex;
    ByUse by_use;  // the most recently asked for first
    std::unordered_map<std::string_view, ByUse::iterator, Hash, std::equal_to<>> by_id;
  };
  static constexpr std::size_t kShardCount = 64;

  [[nodiscard]] std::shared_ptr<User> find_or_add(std::string_view user_id);
  void refresh(User& user, std::string_view user_id);
  /// Takes in what is new; true: it came out of order.
  bool take_in(User& user, const std::vector<RecentEvent>& events);
  void rebuild(User& user) const;
  void advance(User& user, const data::Interaction& event) const;
  void append_history(const User& user, std::vector<data::Interaction>& out) const;
  void append_folded_history(const User& user, std::vector<data::Interaction>& out) const;
  [[nodiscard]] std::optional<data::Interaction> interaction_of(const RecentEvent& event);

  const Trained trained_;
  const std::shared_ptr<const RecentEvents> recent_events_;
  const LiveUsersOptions options_;
  const std::size_t trained_event_type_count_;
  EventTypes event_types_;
  std::array<Shard, kShardCount> shards_;
};

}  // namespace attune::sessions
