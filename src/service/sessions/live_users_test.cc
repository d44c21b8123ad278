#include "service/sessions/live_users.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

namespace attune::sessions {
namespace {

/// A model whose state is the items it saw, in order, each with its event type.
class Remembering final : public models::Model {
 public:
  struct State final : models::UserState {
    std::string seen;
    [[nodiscard]] std::unique_ptr<models::UserState> clone() const override {
      return std::make_unique<State>(*this);
    }
  };

  [[nodiscard]] std::size_t item_count() const override { return 26; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    return std::make_unique<State>();
  }
  void advance(models::UserState& state, const data::Interaction& event) const override {
    auto& seen = static_cast<State&>(state).seen;
    seen += static_cast<char>('a' + data::raw(event.item));
    if (event.event_type != data::kNoEventType) {
      seen += static_cast<char>('0' + data::raw(event.event_type));
    }
  }
  void score(const models::UserState&, std::span<float>) const override {}
  bool related(data::ItemIndex, std::span<float>) const override { return false; }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }
};

/// Users "u0", "u1", ...; each text is a user's history: items a to z at 10, 20, 30, ... seconds.
std::shared_ptr<const data::InteractionTable> table_of(const std::vector<std::string>& histories) {
  auto table = std::make_shared<data::InteractionTable>();
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  auto types = std::make_shared<data::Vocabulary>();
  types->add("click");
  for (char item = 'a'; item <= 'z'; ++item) items->add(std::string(1, item));
  table->offsets.push_back(0);
  for (std::size_t user = 0; user < histories.size(); ++user) {
    users->add("u" + std::to_string(user));
    for (std::size_t i = 0; i < histories[user].size(); ++i) {
      table->item.push_back(data::ItemIndex{static_cast<std::uint32_t>(histories[user][i] - 'a')});
      table->event_type.push_back(data::kNoEventType);
      table->event_value.push_back(0);
      table->timestamp_s.push_back(static_cast<std::int64_t>(i + 1) * 10);
    }
    table->offsets.push_back(table->item.size());
  }
  table->users = users;
  table->items = items;
  table->event_types = types;
  return table;
}

struct NewEvent {
  std::uint64_t sequence = 0;
  std::string user;
  std::string item;
  std::int64_t timestamp_s = 0;
  std::string type{};
  std::string session = "s";
};

events::StoredEvent stored(const NewEvent& event) {
  events::StoredEvent result;
  result.sequence = event.sequence;
  result.event.user_id = event.user;
  result.event.session_id = event.session;
  result.event.item_id = event.item;
  result.event.event_type = event.type;
  result.event.timestamp_s = event.timestamp_s;
  return result;
}

/// Other events of "u0", ...: types "click" and "buy", in turns at 15, 25, ... seconds.
Trained with_others(const std::vector<std::string>& histories,
                    const std::vector<std::string>& others) {
  auto table = std::make_shared<data::InteractionTable>(*table_of(others));
  auto types = std::make_shared<data::Vocabulary>();
  types->add("click");
  types->add("buy");
  table->event_types = types;
  std::ranges::fill(table->event_type, data::EventTypeIndex{1});
  for (std::int64_t& time_s : table->timestamp_s) time_s += 5;
  const auto trained = table_of(histories);
  table->items = trained->items;
  return {.model = std::make_shared<Remembering>(),
          .interactions = trained,
          .event_watermark = 0,
          .selection = {.rules = {{.event_type = "click", .value_min = {}}}},
          .unselected = table};
}

struct World {
  std::shared_ptr<RecentEvents> recent = std::make_shared<RecentEvents>(RecentEventsOptions{});
  LiveUsers users;

  explicit World(const std::vector<std::string>& histories, const LiveUsersOptions& options = {},
                 std::uint64_t watermark = 0)
      : users({std::make_shared<Remembering>(), table_of(histories), watermark}, recent, options) {}
  explicit World(Trained trained) : users(std::move(trained), recent, LiveUsersOptions{}) {}

  std::string seen(std::string_view user) {
    const auto locked = users.lock(user);
    return locked.state() == nullptr ? "nothing"
                                     : static_cast<const Remembering::State*>(locked.state())->seen;
  }
  std::string history(std::string_view user) {
    std::vector<data::Interaction> events;
    users.lock(user).append_history(events);
    std::string items;
    for (const auto& event : events) items += static_cast<char>('a' + data::raw(event.item));
    return items;
  }
};

TEST(LiveUsers, StartFromTheirTrainedHistory) {
  World world({"abc", ""});
  EXPECT_EQ(world.seen("u0"), "abc");
  EXPECT_EQ(world.seen("u1"), "nothing");
  EXPECT_EQ(world.seen("stranger"), "nothing");
  EXPECT_EQ(world.users.size(), 2U) << "a stranger takes no place";
}

TEST(LiveUsers, MoveWithEveryEvent) {
  World world({"ab"});
  EXPECT_EQ(world.seen("u0"), "ab");
  world.recent->add(stored({1, "u0", "c", 100}));
  EXPECT_EQ(world.seen("u0"), "abc");
  world.recent->add(stored({2, "u0", "d", 100}));
  world.recent->add(stored({3, "u0", "e", 110}));
  EXPECT_EQ(world.seen("u0"), "abcde");
  world.recent->add(stored({4, "new", "z", 5}));
  EXPECT_EQ(world.seen("new"), "z");
}

TEST(LiveUsers, TakeEventsNewerThanTheWatermarkOnly) {
  World world({"ab"}, {}, /*watermark=*/2);
  for (std::uint64_t i = 1; i <= 3; ++i) {
    world.recent->add(stored({i, "u0", std::string(1, static_cast<char>('w' + i)), 100}));
  }
  EXPECT_EQ(world.seen("u0"), "abz");
}

TEST(LiveUsers, PutALateEventInItsPlace) {
  World world({"abc"});
  world.recent->add(stored({1, "u0", "x", 100}));
  EXPECT_EQ(world.seen("u0"), "abcx");
  world.recent->add(stored({2, "u0", "y", 15}));
  world.recent->add(stored({3, "u0", "z", 110}));
  EXPECT_EQ(world.seen("u0"), "aybcxz");
  EXPECT_EQ(world.history("u0"), "aybcxz");
}

TEST(LiveUsers, PutEqualTimesInOrderOfArrivalAfterTheTrainedOnes) {
  World world({"abc"});
  world.recent->add(stored({1, "u0", "x", 20}));
  world.recent->add(stored({2, "u0", "y", 20}));
  EXPECT_EQ(world.seen("u0"), "abxyc");
}

TEST(LiveUsers, AreTheSameWhetherMovedOrRebuilt) {
  World moved({"abc"});
  World rebuilt({"abc"});
  moved.seen("u0");
  const std::vector<std::int64_t> times{100, 90, 100, 5, 120, 30, 30, 119};
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto event = stored({i + 1, "u0", std::string(1, static_cast<char>('m' + i)), times[i]});
    moved.recent->add(event);
    rebuilt.recent->add(event);
    moved.seen("u0");
  }
  EXPECT_EQ(moved.seen("u0"), rebuilt.seen("u0"));
}

TEST(LiveUsers, SkipItemsThatTheModelDoesNotKnow) {
  World world({"a"});
  world.recent->add(stored({1, "u0", "unheard-of", 100}));
  world.recent->add(stored({2, "only-unknown", "unheard-of", 100}));
  EXPECT_EQ(world.seen("u0"), "a");
  EXPECT_EQ(world.seen("only-unknown"), "nothing");
}

TEST(LiveUsers, GiveTheModelOnlyEventTypesItWasTrainedOn) {
  World world({""});
  world.recent->add(stored({1, "u0", "a", 100, "click"}));
  world.recent->add(stored({2, "u0", "b", 110, "refund"}));
  EXPECT_EQ(world.seen("u0"), "a0b");
  std::vector<data::Interaction> history;
  world.users.lock("u0").append_history(history);
  const auto names = world.users.event_types();
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(names->text(static_cast<std::uint32_t>(data::raw(history[1].event_type))), "refund");
}

TEST(LiveUsers, OfAnAnonymousSessionAreJoinedWhenTheyIdentify) {
  World world({"ab"});
  world.recent->add(stored({1, "", "x", 100, "", "visit"}));
  EXPECT_EQ(world.seen("visit"), "x");
  EXPECT_EQ(world.seen("u0"), "ab");
  world.recent->add(stored({2, "u0", "y", 110, "", "visit"}));
  EXPECT_EQ(world.seen("u0"), "abxy");
}

TEST(LiveUsers, OfATrainedOnlyModelDoNotMoveButAreRemembered) {
  World world({"ab"}, {.liveness = Liveness::kTrainedOnly});
  world.recent->add(stored({1, "u0", "c", 100}));
  world.recent->add(stored({2, "new", "c", 100}));
  EXPECT_EQ(world.seen("u0"), "ab");
  EXPECT_EQ(world.seen("new"), "nothing");
  EXPECT_EQ(world.history("u0"), "abc");
  EXPECT_EQ(world.history("new"), "c");
}

TEST(LiveUsers, ShowFiltersEveryEventAndTheModelThoseItWasTrainedOn) {
  World world(with_others({"ab", ""}, {"xy", "z"}));
  EXPECT_EQ(world.seen("u0"), "ab");
  EXPECT_EQ(world.history("u0"), "axby");
  EXPECT_EQ(world.seen("u1"), "nothing") << "nothing that the model learns from";
  EXPECT_EQ(world.history("u1"), "z");
}

TEST(LiveUsers, AreNotMovedByStreamedEventsOfOtherTypes) {
  World world(with_others({"ab"}, {"x"}));
  world.recent->add(stored({1, "u0", "c", 100, "buy"}));
  EXPECT_EQ(world.seen("u0"), "ab");
  world.recent->add(stored({2, "u0", "d", 90, "Click"}));
  EXPECT_EQ(world.seen("u0"), "abd") << "a purchase after it does not put it out of order";
  world.recent->add(stored({3, "u0", "e", 110, "never seen"}));
  EXPECT_EQ(world.seen("u0"), "abd");
  EXPECT_EQ(world.history("u0"), "axbdce");
  std::vector<data::Interaction> folded;
  world.users.lock("u0").append_folded_history(folded);
  EXPECT_EQ(folded.size(), 3U);
}

TEST(LiveUsers, OfOtherEventsOnlyAreKnownByTheirHistory) {
  auto trained = with_others({}, {"xy"});
  World world(std::move(trained));
  EXPECT_EQ(world.seen("u0"), "nothing");
  EXPECT_EQ(world.history("u0"), "xy");
}

TEST(LiveUsers, BeyondTheBoundAreRebuiltToTheSameState) {
  std::vector<std::string> histories(500, "ab");
  World world(histories, {.users_max = 64});
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < histories.size(); ++i) {
      const std::string user = "u" + std::to_string(i);
      if (round == 0) world.recent->add(stored({i + 1, user, "c", 100}));
      EXPECT_EQ(world.seen(user), "abc");
    }
    EXPECT_LE(world.users.size(), 64U);
  }
}

TEST(LiveUsers, AreRebuiltFromTheirNewestEvents) {
  World world({"abcdef"}, {.replayed_events_max = 3});
  EXPECT_EQ(world.seen("u0"), "def");
  EXPECT_EQ(world.history("u0"), "abcdef");
}

TEST(LiveUsers, KeepABoundedNumberOfStreamedEvents) {
  World world({"a"}, {.streamed_events_max = 2});
  for (std::uint64_t i = 1; i <= 4; ++i) {
    world.recent->add(stored({i, "u0", std::string(1, static_cast<char>('v' + i)), 100}));
    world.seen("u0");
  }
  EXPECT_EQ(world.history("u0"), "ayz");
}

TEST(LiveUsers, StayWholeUnderConcurrentEventsRequestsAndEviction) {
  constexpr std::uint64_t kEvents = 2000;
  constexpr std::size_t kUsers = 80;
  World world(std::vector<std::string>(kUsers, "a"), {.users_max = 64});
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (std::uint64_t i = 1; i <= kEvents; ++i) {
      world.recent->add(
          stored({i, "u" + std::to_string(i % kUsers), "b", static_cast<std::int64_t>(100 + i),
                  "type" + std::to_string(i % 7)}));
    }
    done = true;
  });
  std::vector<std::thread> readers;
  for (std::size_t reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&, reader] {
      for (std::size_t i = reader; !done; ++i) {
        const std::string seen = world.seen("u" + std::to_string(i % kUsers));
        EXPECT_EQ(seen.front(), 'a');
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  for (std::size_t user = 0; user < kUsers; ++user) {
    EXPECT_EQ(world.history("u" + std::to_string(user)).size(), 1 + kEvents / kUsers);
  }
}

}  // namespace
}  // namespace attune::sessions
