#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/base/error.h"

namespace attune::database {
class Database;
}

namespace attune::jobs {

/// What a running job sees of its own row.
struct RunningJob {
  std::int64_t id = 0;
  std::string account_id;
  std::string subject_arn;
  std::string payload;
  int attempt = 1;                       // 1 is the first
  std::function<bool()> stop_requested;  // cheap; true after request_stop or server shutdown
  std::function<void(std::string_view)> report;  // JSON, kept as the job's latest progress; cheap
};

/// A kind of background work. `run` may be repeated after a crash, so it must be safe to run again.
/// An error ends the job for good after `attempts_max` tries (kUnavailable and crashes are retried
/// with back-off, other codes not); then `give_up` records the reason on the subject: kCancelled
/// when it was asked to stop (before or while it ran). `give_up` too may be repeated after a crash.
struct JobKind {
  std::string_view name = {};
  int attempts_max = 3;
  std::function<Result<void>(const RunningJob&)> run;
  std::function<void(const RunningJob&, const Error&)> give_up = {};
};

struct RunnerOptions {
  std::size_t thread_count = 2;
  std::chrono::milliseconds lease{
      30'000};  // renewed while a job runs; a dead server's jobs return after it
  std::chrono::milliseconds poll_interval{200};  // also of reports and stop requests
  std::chrono::milliseconds retry_delay{1'000};  // doubled with each attempt, at most a minute
  std::string node = "local";  // names this server among those that share the database
};

/// Takes queued jobs under a lease and runs them on its threads. On start, jobs this server's data
/// directory left running (single-node: all of them) return to the queue at once. One per `node`.
/// Jobs of unknown kinds are left for servers that know them.
class Runner {
 public:
  [[nodiscard]] static std::unique_ptr<Runner> start(database::Database& database,
                                                     const Clock& clock, std::vector<JobKind> kinds,
                                                     const RunnerOptions& options);
  virtual ~Runner() = default;
  /// Looks for work now instead of at the next poll. Thread-safe.
  virtual void wake() = 0;
  /// Asks running jobs to stop, waits for them; they return to the queue.
  virtual void stop() = 0;
};

}  // namespace attune::jobs
