#include "domain/events/event_log.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "foundation/database/database.h"
#include "foundation/database/temporary_database.h"

namespace attune::events {
namespace {

const std::string kGroup = "arn:aws:personalize:eu-central-1:1:dataset-group/shop";

Event event(const std::string& event_id, const std::string& user_id = "u",
            const std::string& session_id = "s", const std::string& group = kGroup) {
  return {.account_id = "1",
          .dataset_group_arn = group,
          .user_id = user_id,
          .session_id = session_id,
          .event_id = event_id,
          .event_type = "click",
          .item_id = "i-" + event_id,
          .event_value = 2.5F,
          .timestamp_s = 1000,
          .properties = "{\"a\":1}",
          .recommendation_id = "RID-1",
          .impression = "x|y",
          .attribution_source = "mail"};
}

Result<void> append(EventLog& log, std::vector<Event> events) {
  std::promise<Result<void>> promise;
  auto outcome = promise.get_future();
  log.append(std::move(events), [&](Result<void> done) { promise.set_value(std::move(done)); });
  return outcome.get();
}

class EventLogTest : public testing::Test {
 protected:
  void open(const EventLogOptions& options = {}) {
    log_.reset();
    log_ = std::move(*EventLog::open(*database_, options));
  }
  std::vector<std::string> ids(std::uint64_t after = 0, const std::string& group = kGroup) {
    std::vector<std::string> found;
    EXPECT_TRUE(log_->read(
        group, after, [&](const StoredEvent& stored) { found.push_back(stored.event.event_id); }));
    return found;
  }
  std::vector<std::string> ids_of_user(const std::string& user, std::size_t limit) {
    std::vector<std::string> found;
    EXPECT_TRUE(log_->read_user(kGroup, user, limit, [&](const StoredEvent& stored) {
      found.push_back(stored.event.event_id);
    }));
    return found;
  }
  using Ids = std::vector<std::string>;

  database::TemporaryDatabase database_;
  std::unique_ptr<EventLog> log_ = std::move(*EventLog::open(*database_, {}));
};

TEST_F(EventLogTest, ReadsBackEveryMemberOfAnEvent) {
  Event bare = event("2", "");
  bare.event_value = std::nullopt;
  bare.item_id = "";
  ASSERT_TRUE(append(*log_, {event("1"), bare}));
  std::vector<Event> found;
  ASSERT_TRUE(
      log_->read(kGroup, 0, [&](const StoredEvent& stored) { found.push_back(stored.event); }));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].account_id, "1");
  EXPECT_EQ(found[0].dataset_group_arn, kGroup);
  EXPECT_EQ(found[0].user_id, "u");
  EXPECT_EQ(found[0].session_id, "s");
  EXPECT_EQ(found[0].event_type, "click");
  EXPECT_EQ(found[0].item_id, "i-1");
  EXPECT_EQ(found[0].event_value, 2.5F);
  EXPECT_EQ(found[0].timestamp_s, 1000);
  EXPECT_EQ(found[0].properties, "{\"a\":1}");
  EXPECT_EQ(found[0].recommendation_id, "RID-1");
  EXPECT_EQ(found[0].impression, "x|y");
  EXPECT_EQ(found[0].attribution_source, "mail");
  EXPECT_EQ(found[1].user_id, "");
  EXPECT_EQ(found[1].event_value, std::nullopt);
  EXPECT_EQ(found[1].item_id, "");
}

TEST_F(EventLogTest, KeepsEventsAcrossARestart) {
  ASSERT_TRUE(append(*log_, {event("1")}));
  log_.reset();
  database_.reopen();
  open();
  ASSERT_TRUE(append(*log_, {event("2")}));
  EXPECT_EQ(ids(), (Ids{"1", "2"}));
}

TEST_F(EventLogTest, IgnoresARepeatInTheGroupAlsoInTheSameBatch) {
  ASSERT_TRUE(append(*log_, {event("1"), event("1"), event("2")}));
  ASSERT_TRUE(append(*log_, {event("2"), event("3")}));
  ASSERT_TRUE(append(*log_, {event("1", "u", "s", "other")}));
  EXPECT_EQ(ids(), (Ids{"1", "2", "3"}));
  EXPECT_EQ(ids(0, "other"), (Ids{"1"}));
}

TEST_F(EventLogTest, ShowsObserversNewEventsBeforeTheyAreAcknowledged) {
  Ids seen;
  log_->observe([&](std::span<const StoredEvent> events) {
    for (const StoredEvent& stored : events) seen.push_back(stored.event.event_id);
  });
  ASSERT_TRUE(append(*log_, {event("1"), event("2")}));
  EXPECT_EQ(seen, (Ids{"1", "2"}));
  ASSERT_TRUE(append(*log_, {event("2"), event("3")}));
  EXPECT_EQ(seen, (Ids{"1", "2", "3"}));
}

TEST_F(EventLogTest, ReadsInPagesAfterASequence) {
  std::vector<Event> many;
  for (int i = 0; i < 2500; ++i) many.push_back(event(std::to_string(i)));
  ASSERT_TRUE(append(*log_, many));
  const auto all = ids();
  ASSERT_EQ(all.size(), 2500U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], std::to_string(i));
  const auto latest = log_->latest_sequence(kGroup);
  ASSERT_TRUE(latest);
  EXPECT_EQ(ids(*latest - 1), (Ids{"2499"}));
  EXPECT_EQ(ids(*latest), Ids{});
}

TEST_F(EventLogTest, HasNothingOfAnUnknownGroup) {
  EXPECT_EQ(log_->latest_sequence("unknown"), 0U);
  EXPECT_EQ(ids(0, "unknown"), Ids{});
  EXPECT_EQ(log_->user_of_session("unknown", "s"), std::nullopt);
}

TEST_F(EventLogTest, ReadsAUserNewestFirstUpToALimit) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(append(*log_, {event("a" + std::to_string(i), "a"), event(std::to_string(i))}));
  }
  EXPECT_EQ(ids_of_user("a", 3), (Ids{"a4", "a3", "a2"}));
  EXPECT_EQ(ids_of_user("a", 100).size(), 5U);
  EXPECT_EQ(ids_of_user("nobody", 3), Ids{});
}

TEST_F(EventLogTest, ReadsAnAnonymousSessionByItsId) {
  ASSERT_TRUE(append(*log_, {event("1", "", "session"), event("2", "u", "session")}));
  EXPECT_EQ(ids_of_user("session", 10), (Ids{"1"}));
}

TEST_F(EventLogTest, LinksASessionToItsLatestUser) {
  ASSERT_TRUE(append(*log_, {event("1", "", "s1"), event("2", "", "s2")}));
  EXPECT_EQ(log_->user_of_session(kGroup, "s1"), std::nullopt);
  ASSERT_TRUE(append(*log_, {event("3", "a", "s1"), event("4", "b", "s1")}));
  EXPECT_EQ(log_->user_of_session(kGroup, "s1"), "b");
  ASSERT_TRUE(append(*log_, {event("5", "c", "s1"), event("6", "d", "s3")}));
  std::map<std::string, std::string> links;
  ASSERT_TRUE(log_->read_sessions(kGroup, [&](std::string_view session, std::string_view user) {
    links.emplace(session, user);
  }));
  EXPECT_EQ(links, (std::map<std::string, std::string>{{"s1", "c"}, {"s3", "d"}}));
}

TEST_F(EventLogTest, LinksManySessionsOfOneBatch) {
  std::vector<Event> many;
  for (int i = 0; i < 200; ++i) {
    many.push_back(event(std::to_string(i), "u" + std::to_string(i), "s" + std::to_string(i)));
  }
  ASSERT_TRUE(append(*log_, many));
  int links = 0;
  ASSERT_TRUE(log_->read_sessions(kGroup, [&](std::string_view session, std::string_view user) {
    EXPECT_EQ(session.substr(1), user.substr(1));
    ++links;
  }));
  EXPECT_EQ(links, 200);
}

TEST_F(EventLogTest, ForgetsAGroupAndNoOther) {
  const std::string other = kGroup + "-2";
  std::vector<Event> events;
  for (int i = 0; i < 12'000; ++i) {  // more than two pages of removal
    const std::string number = std::to_string(i);
    events.push_back(event(number, "u" + number, "s" + number));
  }
  ASSERT_TRUE(append(*log_, std::move(events)).has_value());
  ASSERT_TRUE(append(*log_, {event("a", "v", "t", other)}).has_value());
  const auto latest = log_->latest_sequence(other).value();
  ASSERT_TRUE(log_->remove(kGroup).has_value());
  ASSERT_TRUE(log_->remove(kGroup).has_value());  // as after a crash
  EXPECT_EQ(log_->latest_sequence(kGroup).value(), 0U);
  EXPECT_EQ(log_->user_of_session(kGroup, "s7").value(), std::nullopt);
  EXPECT_EQ(log_->latest_sequence(other).value(), latest);
  EXPECT_EQ(log_->user_of_session(other, "t").value(), "v");
  ASSERT_TRUE(append(*log_, {event("7")}).has_value());  // no repeat: the first one is forgotten
  EXPECT_GT(log_->latest_sequence(kGroup).value(), latest);
}

TEST_F(EventLogTest, RefusesAtOnceBeyondItsQueue) {
  open({.queue_events_max = 3});
  std::latch writing(1), go(1);
  log_->observe([&, first_batch = true](std::span<const StoredEvent>) mutable {
    if (std::exchange(first_batch, false)) writing.count_down();
    go.wait();
  });
  std::promise<Result<void>> first, second;
  log_->append({event("1")}, [&](Result<void> done) { first.set_value(std::move(done)); });
  writing.wait();
  log_->append({event("2"), event("3")},
               [&](Result<void> done) { second.set_value(std::move(done)); });
  const auto refused = append(*log_, {event("4")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  go.count_down();
  EXPECT_TRUE(first.get_future().get());
  EXPECT_TRUE(second.get_future().get());
}

TEST_F(EventLogTest, RefusesAZeroByteWithoutHarmToOthers) {
  const auto refused = append(*log_, {event(std::string("a\0b", 3))});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(append(*log_, {event("1")}));
}

TEST_F(EventLogTest, StoresWhatIsQueuedBeforeItGoes) {
  std::atomic<int> done = 0;
  for (int i = 0; i < 300; ++i) {
    log_->append({event(std::to_string(i))},
                 [&](Result<void> outcome) { done += outcome ? 1 : 0; });
  }
  log_.reset();
  EXPECT_EQ(done, 300);
  open();
  EXPECT_EQ(ids().size(), 300U);
}

TEST_F(EventLogTest, TakesAppendsOfManyThreads) {
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 20; ++i) {
          EXPECT_TRUE(append(*log_, {event(std::to_string(t) + "-" + std::to_string(i))}));
        }
      });
    }
  }
  EXPECT_EQ(ids().size(), 80U);
}

TEST(EventLogOnAFullDisk, FailsWithoutLosingWhatItAcknowledged) {
  database::TemporaryDatabase database({.size_bytes_max = 400'000});
  const auto log = std::move(*EventLog::open(*database, {}));
  std::size_t stored = 0;
  Result<void> outcome;
  while (stored < 10'000) {
    Event large = event(std::to_string(stored));
    large.properties = std::string(1000, 'x');
    outcome = append(*log, {std::move(large)});
    if (!outcome) break;
    ++stored;
  }
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  std::size_t found = 0;
  EXPECT_TRUE(log->read(kGroup, 0, [&](const StoredEvent&) { ++found; }));
  EXPECT_EQ(found, stored);
}

/// Appends from several threads and writes the number of each acknowledged event to the pipe.
[[noreturn]] void append_until_killed(const std::string& file, int pipe_end) {
  auto database = database::open_sqlite(file);
  if (!database) _exit(1);
  const auto log = std::move(*EventLog::open(**database, {}));
  std::atomic<int> next = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (true) {
        const int number = next++;
        if (!append(*log, {event(std::to_string(number))})) _exit(2);
        if (write(pipe_end, &number, sizeof number) != sizeof number) _exit(3);
      }
    });
  }
  while (true) pause();
}

class EventLogCrash : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EventLogCrash, KeepsEveryAcknowledgedEventExactlyOnce) {
  Random random(GetParam());
  database::TemporaryDatabase database;
  database.close();
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) append_until_killed(database.file().string(), pipe_ends[1]);
  close(pipe_ends[1]);
  std::set<std::string> acknowledged;
  int number = 0;
  for (std::uint64_t left = 1 + random.below(150); left > 0; --left) {
    ASSERT_EQ(read(pipe_ends[0], &number, sizeof number), ssize_t{sizeof number});
    acknowledged.insert(std::to_string(number));
  }
  std::this_thread::sleep_for(std::chrono::microseconds(random.below(3000)));
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  while (read(pipe_ends[0], &number, sizeof number) == ssize_t{sizeof number}) {
    acknowledged.insert(std::to_string(number));
  }
  close(pipe_ends[0]);

  database.reopen();
  const auto log = std::move(*EventLog::open(*database, {}));
  std::map<std::string, int> found;
  ASSERT_TRUE(
      log->read(kGroup, 0, [&](const StoredEvent& stored) { ++found[stored.event.event_id]; }));
  for (const auto& [id, count] : found) EXPECT_EQ(count, 1) << id;
  for (const std::string& id : acknowledged) EXPECT_TRUE(found.contains(id)) << id;
}

INSTANTIATE_TEST_SUITE_P(Seeds, EventLogCrash, testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace attune::events
