// Durable events a second of the event log beside a bare file that many appenders share by group
// fsync, on the same disk in one run.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/events/event_log.h"
#include "foundation/base/check.h"
#include "foundation/base/clock.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/temporary_database.h"

namespace {

using namespace attune;  // NOLINT(google-build-using-namespace): a program of one file

constexpr std::size_t kAppenders = 64;
constexpr std::chrono::seconds kDuration{5};

/// Who made the event ids: a client (random ones), or PutEvents for a client that sent none.
enum class Ids { kOfClients, kOfServer };

std::string make_id(Ids ids) {
  if (ids == Ids::kOfClients) return make_uuid();
  return make_time_ordered_uuid(SystemClock().now_ms());
}

events::Event make_event(std::size_t appender, Ids ids) {
  const std::string number = std::to_string(appender);
  return {.account_id = "000000000000",
          .dataset_group_arn = "arn:aws:personalize:eu-central-1:000000000000:dataset-group/shop",
          .user_id = "user-" + number,
          .session_id = "session-" + number,
          .event_id = make_id(ids),
          .event_type = "click",
          .item_id = "item-" + number,
          .event_value = std::nullopt,
          .timestamp_s = 1'700'000'000,
          .properties = {},
          .recommendation_id = {},
          .impression = {},
          .attribution_source = {}};
}

std::string as_line(const events::Event& event) {
  return event.dataset_group_arn + "," + event.user_id + "," + event.session_id + "," +
         event.event_id + "," + event.event_type + "," + event.item_id + "," +
         std::to_string(event.timestamp_s) + "\n";
}

/// What no durable log can beat: lines gathered by one leader at a time, written and synced once.
class BareFile {
 public:
  explicit BareFile(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    ATTUNE_CHECK(file_ >= 0);
  }
  ~BareFile() { close(file_); }
  BareFile(const BareFile&) = delete;
  BareFile& operator=(const BareFile&) = delete;

  void append(const std::vector<events::Event>& events) {
    std::unique_lock lock(mutex_);
    for (const auto& event : events) gathered_ += as_line(event);
    const std::size_t mine = ++appended_;
    while (synced_ < mine) {
      if (syncing_) {
        changed_.wait(lock);
        continue;
      }
      syncing_ = true;
      const std::string bytes = std::exchange(gathered_, {});
      const std::size_t upto = appended_;
      lock.unlock();
      ATTUNE_CHECK(write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
      ATTUNE_CHECK(fdatasync(file_) == 0);
      lock.lock();
      synced_ = upto;
      syncing_ = false;
      changed_.notify_all();
    }
  }

 private:
  const int file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string gathered_;
  std::size_t appended_ = 0;
  std::size_t synced_ = 0;
  bool syncing_ = false;
};

double events_per_second(std::size_t events_per_append, Ids ids,
                         const std::function<void(std::vector<events::Event>)>& append) {
  std::atomic<bool> stop = false;
  std::atomic<std::size_t> stored = 0;
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> appenders;
    for (std::size_t i = 0; i < kAppenders; ++i) {
      appenders.emplace_back([&, i] {
        while (!stop) {
          std::vector<events::Event> events;
          for (std::size_t e = 0; e < events_per_append; ++e) events.push_back(make_event(i, ids));
          append(std::move(events));
          stored += events_per_append;
        }
      });
    }
    std::this_thread::sleep_for(kDuration);
    stop = true;
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(stored) / elapsed.count();
}

void append_and_wait(events::EventLog& log, std::vector<events::Event> events) {
  std::promise<void> done;
  log.append(std::move(events), [&](const Result<void>& outcome) {
    ATTUNE_CHECK(outcome.has_value());
    done.set_value();
  });
  done.get_future().wait();
}

double measure_log(std::size_t events_per_append, Ids ids) {
  database::TemporaryDatabase database;
  const auto log = std::move(*events::EventLog::open(*database, {}));
  return events_per_second(events_per_append, ids,
                           [&](auto events) { append_and_wait(*log, std::move(events)); });
}

double measure_bare(std::size_t events_per_append) {
  database::TemporaryDatabase database;
  BareFile file((database.folder() / "bare").string());
  return events_per_second(events_per_append, Ids::kOfServer,
                           [&](auto events) { file.append(events); });
}

}  // namespace

int main() {
  for (const std::size_t size : {std::size_t{1}, std::size_t{10}}) {
    const double bare = measure_bare(size);
    const double random = measure_log(size, Ids::kOfClients);
    const double ordered = measure_log(size, Ids::kOfServer);
    std::printf(
        "%zu appenders of %2zu events: log %8.0f events/s, %8.0f with the clients' own ids, "
        "bare file %8.0f\n",
        kAppenders, size, ordered, random, bare);
  }
}
