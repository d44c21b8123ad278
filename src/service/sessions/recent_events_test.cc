#include "service/sessions/recent_events.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::sessions {
namespace {

events::StoredEvent stored(std::uint64_t sequence, std::string user, std::string session,
                           std::string item) {
  events::StoredEvent result;
  result.sequence = sequence;
  result.event.user_id = std::move(user);
  result.event.session_id = std::move(session);
  result.event.item_id = std::move(item);
  result.event.timestamp_s = static_cast<std::int64_t>(sequence) * 10;
  return result;
}

std::string items_of(const RecentEvents& events, std::string_view user, Cursor& cursor) {
  std::vector<RecentEvent> read;
  events.read(user, cursor, read);
  std::string items;
  for (const RecentEvent& event : read) items += event.item_id;
  return items;
}
std::string all_items_of(const RecentEvents& events, std::string_view user) {
  Cursor cursor;
  return items_of(events, user, cursor);
}

TEST(RecentEvents, AreReadOnceInOrderOfArrival) {
  RecentEvents events({});
  events.add(stored(1, "u", "s", "a"));
  events.add(stored(2, "u", "s", "b"));
  events.add(stored(3, "other", "s2", "x"));
  Cursor cursor;
  EXPECT_EQ(items_of(events, "u", cursor), "ab");
  EXPECT_EQ(items_of(events, "u", cursor), "");
  events.add(stored(4, "u", "s", "c"));
  EXPECT_EQ(items_of(events, "u", cursor), "c");
  EXPECT_EQ(items_of(events, "nobody", cursor), "");
}

TEST(RecentEvents, IgnoreARepeatedEventAlsoOutOfOrder) {
  RecentEvents events({});
  for (const std::uint64_t sequence : {5U, 3U, 5U, 3U, 4U}) {
    events.add(stored(sequence, "u", "s", std::to_string(sequence)));
  }
  EXPECT_EQ(all_items_of(events, "u"), "534");
}

TEST(RecentEvents, WithoutAUserStandUnderTheSession) {
  RecentEvents events({});
  events.add(stored(1, "", "s", "a"));
  EXPECT_EQ(all_items_of(events, "s"), "a");
}

TEST(RecentEvents, OfASessionAreGivenToTheUserWhoIdentifies) {
  RecentEvents events({});
  events.add(stored(1, "", "s", "a"));
  events.add(stored(2, "", "s", "b"));
  Cursor cursor;
  events.add(stored(3, "u", "s", "c"));
  EXPECT_EQ(items_of(events, "u", cursor), "abc");
  EXPECT_EQ(all_items_of(events, "s"), "ab");
  events.add(stored(4, "", "s", "d"));
  events.add(stored(5, "v", "s", "e"));
  EXPECT_EQ(all_items_of(events, "v"), "de");
  EXPECT_EQ(items_of(events, "u", cursor), "");
}

TEST(RecentEvents, OfAUserAreNotGivenToAnotherWhoseSessionHasTheSameName) {
  RecentEvents events({});
  events.add(stored(1, "u", "s", "a"));
  events.add(stored(2, "v", "u", "b"));
  EXPECT_EQ(all_items_of(events, "v"), "b");
}

TEST(RecentEvents, WithoutAnItemStillJoinASession) {
  RecentEvents events({});
  events.add(stored(1, "", "s", "a"));
  events.add(stored(2, "u", "s", ""));
  EXPECT_EQ(all_items_of(events, "u"), "a");
}

TEST(RecentEvents, ReplayedAfterJoiningChangeNothing) {
  RecentEvents events({});
  for (int replay = 0; replay < 2; ++replay) {
    events.add(stored(1, "", "s", "a"));
    events.add(stored(2, "u", "s", "b"));
  }
  EXPECT_EQ(all_items_of(events, "u"), "ab");
}

TEST(RecentEvents, KeepABoundedNumberPerUser) {
  RecentEvents events({.events_per_user_max = 8});
  Cursor cursor;
  for (std::uint64_t i = 1; i <= 8; ++i) events.add(stored(i, "u", "s", std::to_string(i)));
  EXPECT_EQ(items_of(events, "u", cursor), "12345678");
  events.add(stored(9, "u", "s", "9"));
  EXPECT_EQ(items_of(events, "u", cursor), "9");
  EXPECT_EQ(all_items_of(events, "u"), "3456789");
  events.add(stored(1, "u", "s", "1"));
  EXPECT_EQ(all_items_of(events, "u"), "3456789") << "a dropped event does not come back";
}

TEST(RecentEvents, ForgetUsersLongestWithoutAnEvent) {
  RecentEvents events({.events_max = 640});
  for (std::uint64_t i = 1; i <= 5000; ++i) {
    events.add(stored(i, "u" + std::to_string(i), "s", "x"));
  }
  EXPECT_LE(events.event_count(), 640U);
  EXPECT_FALSE(events.knows("u1"));
  EXPECT_TRUE(events.knows("u5000"));
}

TEST(RecentEvents, AForgottenUserWhoComesBackIsReadFromTheStart) {
  RecentEvents events({.events_max = 64});
  events.add(stored(1, "u", "s", "a"));
  Cursor cursor;
  EXPECT_EQ(items_of(events, "u", cursor), "a");
  for (std::uint64_t i = 2; i <= 2000; ++i) {
    events.add(stored(i, "v" + std::to_string(i), "s", "x"));
  }
  ASSERT_FALSE(events.knows("u"));
  events.add(stored(2001, "u", "s", "b"));
  EXPECT_EQ(items_of(events, "u", cursor), "b");
}

}  // namespace
}  // namespace attune::sessions
