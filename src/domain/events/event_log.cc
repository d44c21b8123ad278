#include "domain/events/event_log.h"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "domain/events/event_table.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/concurrency/bounded_queue.h"
#include "foundation/database/database.h"

namespace attune::events {
namespace {

using database::Transaction;

constexpr std::size_t kPageEvents = 1000;
constexpr std::int64_t kPageRemoved = 5000;  // keeps the writer waiting for some 50 ms

// Stored, but not announced yet: one while the next is written, one more to even out.
constexpr std::size_t kBatchesAheadMax = 2;

struct Pending {
  std::vector<Event> events;
  EventLog::Done done;
};

struct Written {
  std::vector<Pending> batch;  // without their events
  std::size_t event_count = 0;
  std::vector<StoredEvent> stored;
  Result<void> outcome;
};

bool holds_zero_byte(const Event& event) {
  const auto has = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  return has(event.account_id) || has(event.dataset_group_arn) || has(event.user_id) ||
         has(event.session_id) || has(event.event_id) || has(event.event_type) ||
         has(event.item_id) || has(event.properties) || has(event.recommendation_id) ||
         has(event.impression) || has(event.attribution_source);
}

class SqlEventLog final : public EventLog {
 public:
  SqlEventLog(database::Database& database, const EventLogOptions& options)
      : database_(database),
        options_(options),
        announcer_([this] { announce_batches(); }),
        writer_([this] { write_batches(); }) {}

  ~SqlEventLog() override {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    filled_.notify_one();
    writer_.join();
    announcer_.join();
  }

  void append(std::vector<Event> events, Done done) override {
    if (std::ranges::any_of(events, holds_zero_byte)) {
      return done(invalid_input("event: a text must not hold a zero byte"));
    }
    {
      const std::scoped_lock lock(mutex_);
      if (unannounced_events_ + events.size() <= options_.queue_events_max) {
        unannounced_events_ += events.size();
        queue_.push_back({.events = std::move(events), .done = std::move(done)});
        done = nullptr;
      }
    }
    if (done == nullptr) return filled_.notify_one();
    done(failure(ErrorCode::kUnavailable,
                 "overloaded: " + std::to_string(options_.queue_events_max) +
                     " events wait to be stored, which is the most; try again later"));
  }

  void observe(Observer observer) override { observers_.push_back(std::move(observer)); }

  Result<void> read(std::string_view dataset_group_arn, std::uint64_t after,
                    const std::function<void(const StoredEvent&)>& visit) const override {
    for (std::size_t found = kPageEvents; found == kPageEvents;) {
      std::vector<StoredEvent> page;
      ATTUNE_TRY_VOID(in_group(
          dataset_group_arn, [&](Transaction& transaction, std::int64_t id) -> Result<void> {
            ATTUNE_TRY(selected, select_after(transaction, id, after, kPageEvents));
            page = std::move(selected);
            return {};
          }));
      for (const StoredEvent& event : page) visit(event);
      found = page.size();
      if (found > 0) after = page.back().sequence;
    }
    return {};
  }

  Result<std::uint64_t> latest_sequence(std::string_view dataset_group_arn) const override {
    std::uint64_t latest = 0;
    ATTUNE_TRY_VOID(
        in_group(dataset_group_arn, [&](Transaction& transaction, std::int64_t id) -> Result<void> {
          ATTUNE_TRY(rows, transaction.run("SELECT COALESCE(MAX(sequence), 0) FROM events "
                                           "WHERE group_id = $1",
                                           {id}));
          latest = static_cast<std::uint64_t>(std::get<std::int64_t>(rows[0][0]));
          return {};
        }));
    return latest;
  }

  Result<void> read_user(std::string_view dataset_group_arn, std::string_view user_or_session,
                         std::size_t limit,
                         const std::function<void(const StoredEvent&)>& visit) const override {
    std::uint64_t before = std::numeric_limits<std::uint64_t>::max();
    while (limit > 0) {
      const std::size_t wanted = std::min(limit, kPageEvents);
      std::vector<StoredEvent> page;
      ATTUNE_TRY_VOID(in_group(
          dataset_group_arn, [&](Transaction& transaction, std::int64_t id) -> Result<void> {
            ATTUNE_TRY(selected, select_user(transaction, id, user_or_session, before, wanted));
            page = std::move(selected);
            return {};
          }));
      for (const StoredEvent& event : page) visit(event);
      if (page.size() < wanted) return {};
      before = page.back().sequence;
      limit -= wanted;
    }
    return {};
  }

  Result<std::optional<std::string>> user_of_session(std::string_view dataset_group_arn,
                                                     std::string_view session_id) const override {
    std::optional<std::string> user;
    ATTUNE_TRY_VOID(
        in_group(dataset_group_arn, [&](Transaction& transaction, std::int64_t id) -> Result<void> {
          ATTUNE_TRY(rows, transaction.run("SELECT user_id FROM event_sessions WHERE "
                                           "group_id = $1 AND session_id = $2",
                                           {id, std::string(session_id)}));
          if (!rows.empty()) user = std::get<std::string>(rows[0][0]);
          return {};
        }));
    return user;
  }

  Result<void> read_sessions(
      std::string_view dataset_group_arn,
      const std::function<void(std::string_view, std::string_view)>& visit) const override {
    std::string after;
    for (std::size_t found = kPageEvents; found == kPageEvents;) {
      std::vector<database::Row> page;
      ATTUNE_TRY_VOID(in_group(
          dataset_group_arn, [&](Transaction& transaction, std::int64_t id) -> Result<void> {
            ATTUNE_TRY(rows,
                       transaction.run("SELECT session_id, user_id FROM event_sessions WHERE "
                                       "group_id = $1 AND session_id > $2 ORDER BY session_id "
                                       "LIMIT $3",
                                       {id, after, static_cast<std::int64_t>(kPageEvents)}));
            page = std::move(rows);
            return {};
          }));
      for (const database::Row& row : page) {
        visit(std::get<std::string>(row[0]), std::get<std::string>(row[1]));
      }
      found = page.size();
      if (found > 0) after = std::get<std::string>(page.back()[0]);
    }
    return {};
  }

  Result<void> remove(std::string_view dataset_group_arn) override {
    bool has_more = true;
    while (has_more) {
      ATTUNE_TRY_VOID(database_.write([&](Transaction& transaction) -> Result<void> {
        ATTUNE_TRY(id, find_group(transaction, dataset_group_arn));
        has_more = false;
        if (!id) return {};
        ATTUNE_TRY(removed, remove_page(transaction, *id, kPageRemoved));
        has_more = removed == kPageRemoved;
        return has_more ? Result<void>() : remove_group_if_empty(transaction, *id);
      }));
    }
    return {};
  }

 private:
  /// Runs `work` with the group's number in a snapshot; does nothing for an unknown group.
  Result<void> in_group(std::string_view dataset_group_arn,
                        const std::function<Result<void>(Transaction&, std::int64_t)>& work) const {
    return database_.read([&](Transaction& transaction) -> Result<void> {
      ATTUNE_TRY(id, find_group(transaction, dataset_group_arn));
      if (!id) return {};
      return work(transaction, *id);
    });
  }

  void write_batches() {
    while (true) {
      std::vector<Pending> batch = next_batch();
      if (batch.empty()) break;
      Written written;
      for (const Pending& pending : batch) written.event_count += pending.events.size();
      written.outcome = store(batch, written.stored);
      written.batch = std::move(batch);
      ATTUNE_CHECK(written_.push(std::move(written)));  // waits while the announcer is behind
    }
    written_.close();
  }

  void announce_batches() {
    while (auto written = written_.pop()) {
      if (written->outcome && !written->stored.empty()) {
        for (const Observer& observer : observers_) observer(written->stored);
      }
      {
        const std::scoped_lock lock(mutex_);
        unannounced_events_ -= written->event_count;
      }
      for (Pending& pending : written->batch) pending.done(written->outcome);
    }
  }

  /// Waits for appends and takes as many as fit one transaction, at least one; none at the end.
  std::vector<Pending> next_batch() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::size_t count = 0, events = 0;
    while (count < queue_.size() &&
           (count == 0 || events + queue_[count].events.size() <= options_.batch_events_max)) {
      events += queue_[count++].events.size();
    }
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Pending> batch(std::move_iterator(queue_.begin()), std::move_iterator(end));
    queue_.erase(queue_.begin(), end);
    return batch;
  }

  Result<void> store(std::vector<Pending>& batch, std::vector<StoredEvent>& stored) {
    std::vector<Event> events;
    for (Pending& pending : batch) {
      std::ranges::move(pending.events, std::back_inserter(events));
    }
    if (events.empty()) return {};
    return database_.write([&](Transaction& transaction) -> Result<void> {
      GroupIds ids;
      for (const Event& event : events) {
        if (ids.contains(event.dataset_group_arn)) continue;
        ATTUNE_TRY(id, find_or_add_group(transaction, event));
        ids.emplace(event.dataset_group_arn, id);
      }
      ATTUNE_TRY_VOID(insert_events(transaction, ids, events, stored));
      return link_sessions(transaction, ids, stored);
    });
  }

  database::Database& database_;
  const EventLogOptions options_;
  std::vector<Observer> observers_;  // of the announcer, once it has work

  std::mutex mutex_;  // guards the queue, its counter and stopping_
  std::condition_variable filled_;
  std::vector<Pending> queue_;
  std::size_t unannounced_events_ = 0;
  bool stopping_ = false;

  concurrency::BoundedQueue<Written> written_{kBatchesAheadMax};

  // Last: they start when all else stands. What happens after the sync (waking everybody who waits,
  // moving users' states) is not in the next batch's way.
  std::thread announcer_;
  std::thread writer_;
};

}  // namespace

Result<std::unique_ptr<EventLog>> EventLog::open(database::Database& database,
                                                 const EventLogOptions& options) {
  return std::make_unique<SqlEventLog>(database, options);
}

}  // namespace attune::events
