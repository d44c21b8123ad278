#include "service/jobs/runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "service/jobs/lease.h"

namespace attune::jobs {
namespace {

constexpr std::chrono::milliseconds kRetryDelayMax{60'000};
constexpr int kReleaseTriesMax = 5;

/// A running job as its thread and the keeper of leases share it.
struct Held {
  std::int64_t id = 0;
  std::atomic<bool> stop = false;
  std::mutex mutex;  // guards new_progress
  std::optional<std::string> new_progress;

  std::optional<std::string> take_progress() {
    const std::scoped_lock lock(mutex);
    return std::exchange(new_progress, std::nullopt);
  }
};

class LeasingRunner final : public Runner {
 public:
  LeasingRunner(database::Database& database, const Clock& clock, std::vector<JobKind> kinds,
                const RunnerOptions& options)
      : database_(database), clock_(clock), kinds_(std::move(kinds)), options_(options) {
    for (const JobKind& kind : kinds_) kind_names_.emplace_back(kind.name);
    recovered_ = recover_jobs(database_, holder_).has_value();
    for (std::size_t i = 0; i < options_.thread_count; ++i) {
      workers_.emplace_back([this] { work(); });
    }
    keeper_ = std::jthread([this] { keep_leases(); });
  }
  ~LeasingRunner() override { stop(); }

  void wake() override {
    {
      const std::scoped_lock lock(mutex_);
      ++wakes_;
    }
    changed_.notify_all();
  }

  void stop() override {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      for (const auto& held : held_) held->stop = true;
    }
    changed_.notify_all();
    const std::scoped_lock lock(join_mutex_);
    workers_.clear();
    if (keeper_.joinable()) keeper_.join();
  }

 private:
  void work() {
    std::uint64_t wakes_seen = 0;
    while (!stopping_) {
      if (kinds_.empty() || !run_next()) wait(wakes_seen);
    }
  }

  void wait(std::uint64_t& wakes_seen) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, options_.poll_interval,
                      [&] { return stopping_ || wakes_ != wakes_seen; });
    wakes_seen = wakes_;
  }

  /// False when there was nothing to do.
  bool run_next() {
    const auto taken =
        take_job(database_, holder_, kind_names_, clock_.now_ms(), options_.lease.count());
    if (!taken || !*taken) return false;
    const LeasedJob& job = **taken;
    const auto kind = std::ranges::find(kinds_, job.kind, &JobKind::name);
    ATTUNE_CHECK(kind != kinds_.end());
    const auto held = hold(job);
    const RunningJob running{.id = job.id,
                             .account_id = job.account_id,
                             .subject_arn = job.subject_arn,
                             .payload = job.payload,
                             .attempt = job.attempt,
                             .stop_requested = [held] { return held->stop.load(); },
                             .report =
                                 [held](std::string_view progress) {
                                   const std::scoped_lock lock(held->mutex);
                                   held->new_progress = std::string(progress);
                                 }};
    Release release = finish(*kind, running, outcome_of(*kind, job, running), *held);
    let_go(held, std::move(release));
    return true;
  }

  std::shared_ptr<Held> hold(const LeasedJob& job) {
    auto held = std::make_shared<Held>();
    held->id = job.id;
    const std::scoped_lock lock(mutex_);
    held->stop = job.stop_requested || stopping_;
    held_.push_back(held);
    return held;
  }

  static Result<void> outcome_of(const JobKind& kind, const LeasedJob& job,
                                 const RunningJob& running) {
    if (job.stop_requested) return failure(ErrorCode::kCancelled, "stopped on request");
    if (job.attempt > kind.attempts_max) {
      return internal_error("the server did not survive " + std::to_string(kind.attempts_max) +
                            " attempts at this job");
    }
    try {
      return kind.run(running);
    } catch (const std::exception& error) {
      return internal_error(std::string("unexpected: ") + error.what());
    }
  }

  /// Decides what becomes of the job; tells its kind when that is the end.
  Release finish(const JobKind& kind, const RunningJob& job, const Result<void>& outcome,
                 const Held& held) const {
    if (outcome) return {.id = job.id, .state = "succeeded", .error = {}};
    const Error& error = outcome.error();
    const bool cancelled = error.code == ErrorCode::kCancelled;
    const bool may_pass = error.code == ErrorCode::kUnavailable;
    if (stopping_ && held.stop && (cancelled || may_pass) && !asked_to_stop(job.id)) {
      return {.id = job.id, .state = "queued", .error = error.message, .attempt_counts = false};
    }
    if (may_pass && job.attempt < kind.attempts_max) {
      return {.id = job.id,
              .state = "queued",
              .error = error.message,
              .run_after_ms = clock_.now_ms() + retry_delay(job.attempt).count()};
    }
    if (kind.give_up) kind.give_up(job, error);
    return {.id = job.id, .state = cancelled ? "stopped" : "failed", .error = error.message};
  }

  [[nodiscard]] bool asked_to_stop(std::int64_t id) const {
    const auto unstopped = unstopped_jobs(database_, holder_);
    return unstopped && std::ranges::find(*unstopped, id) == unstopped->end();
  }

  [[nodiscard]] std::chrono::milliseconds retry_delay(int attempt) const {
    auto delay = options_.retry_delay;
    for (int i = 1; i < attempt && delay < kRetryDelayMax; ++i) delay *= 2;
    return std::min(delay, kRetryDelayMax);
  }

  /// If the database stays away, the lease ends by itself and the job runs again.
  void let_go(const std::shared_ptr<Held>& held, Release release) {
    std::vector<HeldJob> last{{.id = held->id, .progress = held->take_progress()}};
    if (last[0].progress) static_cast<void>(renew(last));
    for (int tries = 0; tries < kReleaseTriesMax; ++tries) {
      if (release_job(database_, holder_, release, clock_.now_ms())) break;
    }
    const std::scoped_lock lock(mutex_);
    std::erase(held_, held);
  }

  Result<void> renew(const std::vector<HeldJob>& jobs) {
    return renew_jobs(database_, holder_, jobs, clock_.now_ms(), options_.lease.count());
  }

  /// Renews leases, stores reports and passes on stop requests while jobs run.
  void keep_leases() {
    using std::chrono::steady_clock;
    auto renewed = steady_clock::now();
    while (true) {
      std::vector<std::shared_ptr<Held>> held;
      {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, options_.poll_interval, [&] { return stopping_ && held_.empty(); });
        if (stopping_ && held_.empty()) return;
        held = held_;
      }
      if (!recovered_) recovered_ = recover_jobs(database_, holder_).has_value();
      if (held.empty()) continue;
      pass_on_stops(held);
      const bool due = steady_clock::now() - renewed > options_.lease / 3;
      if (keep(held, due) && due) renewed = steady_clock::now();
    }
  }

  void pass_on_stops(const std::vector<std::shared_ptr<Held>>& held) {
    const auto unstopped = unstopped_jobs(database_, holder_);
    if (!unstopped) return;
    for (const auto& job : held) {
      if (std::ranges::find(*unstopped, job->id) == unstopped->end()) job->stop = true;
    }
  }

  bool keep(const std::vector<std::shared_ptr<Held>>& held, bool due) {
    std::vector<HeldJob> jobs;
    for (const auto& job : held) {
      auto progress = job->take_progress();
      if (due || progress) jobs.push_back({.id = job->id, .progress = std::move(progress)});
    }
    return jobs.empty() || renew(jobs).has_value();
  }

  database::Database& database_;
  const Clock& clock_;
  const std::vector<JobKind> kinds_;
  const RunnerOptions options_;
  const LeaseHolder holder_{.node = options_.node, .owner = make_uuid()};
  std::vector<std::string> kind_names_;
  std::atomic<bool> stopping_ = false;
  bool recovered_ = false;  // by the constructor, then of the keeper's thread

  std::mutex mutex_;  // guards wakes_, held_ and changes of stopping_
  std::condition_variable changed_;
  std::uint64_t wakes_ = 0;
  std::vector<std::shared_ptr<Held>> held_;

  std::mutex join_mutex_;  // guards the threads
  std::vector<std::jthread> workers_;
  std::jthread keeper_;
};

}  // namespace

std::unique_ptr<Runner> Runner::start(database::Database& database, const Clock& clock,
                                      std::vector<JobKind> kinds, const RunnerOptions& options) {
  return std::make_unique<LeasingRunner>(database, clock, std::move(kinds), options);
}

}  // namespace attune::jobs
