#include "service/jobs/runner.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/database/temporary_database.h"
#include "service/jobs/job_queue.h"

namespace attune::jobs {
namespace {

using database::Database;
using database::Transaction;

void add(Database& database, const std::string& subject) {
  const auto outcome = database.write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(enqueue(
        transaction,
        {.account_id = "1", .kind = "train", .subject_arn = subject, .payload = "{\"a\":1}"}, 1));
    return {};
  });
  ASSERT_TRUE(outcome) << outcome.error().message;
}

std::optional<JobStatus> find(Database& database, const std::string& subject) {
  std::optional<JobStatus> found;
  EXPECT_TRUE(database.read([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(status, find_job(transaction, "1", subject));
    found = status;
    return {};
  }));
  return found;
}

void ask_to_stop(Database& database, const std::string& subject) {
  EXPECT_TRUE(database.write(
      [&](Transaction& transaction) { return request_stop(transaction, "1", subject); }));
}

/// Waits until the job is in that state; the test's own time limit is the bound.
void wait_for(Database& database, const std::string& subject, JobState state) {
  while (find(database, subject)->state != state) std::this_thread::yield();
}

void wait_for_stop(const RunningJob& job) {
  while (!job.stop_requested()) std::this_thread::yield();
}

class RunnerTest : public testing::Test {
 protected:
  std::unique_ptr<Runner> start(JobKind kind, const std::string& node = "local") {
    kind.name = "train";
    return Runner::start(*database_, clock_, {kind},
                         {.poll_interval = std::chrono::milliseconds(5),
                          .retry_delay = std::chrono::milliseconds(0),
                          .node = node});
  }
  database::TemporaryDatabase database_;
  SystemClock clock_;
};

TEST_F(RunnerTest, RunsAQueuedJobAndKeepsItsLatestReport) {
  add(*database_, "s");
  const auto runner = start({.run = [](const RunningJob& job) -> Result<void> {
    EXPECT_EQ(job.subject_arn, "s");
    EXPECT_EQ(job.payload, "{\"a\":1}");
    EXPECT_EQ(job.attempt, 1);
    job.report("{\"epoch\":1}");
    job.report("{\"epoch\":2}");
    return {};
  }});
  wait_for(*database_, "s", JobState::kSucceeded);
  EXPECT_EQ(find(*database_, "s")->progress, "{\"epoch\":2}");
  EXPECT_EQ(find(*database_, "other"), std::nullopt);
}

TEST_F(RunnerTest, DropsAJobWhoseTransactionRollsBack) {
  EXPECT_FALSE(database_->write([&](Transaction& transaction) -> Result<void> {
    EXPECT_TRUE(enqueue(transaction, {.account_id = "1", .kind = "train", .subject_arn = "s"}, 1));
    return not_found("rolled back");
  }));
  EXPECT_EQ(find(*database_, "s"), std::nullopt);
}

TEST_F(RunnerTest, ShowsTheReportOfARunningJob) {
  add(*database_, "s");
  const auto runner = start({.run = [](const RunningJob& job) -> Result<void> {
    job.report("half");
    wait_for_stop(job);
    return failure(ErrorCode::kCancelled, "stopped");
  }});
  while (find(*database_, "s")->progress != "half") std::this_thread::yield();
  EXPECT_EQ(find(*database_, "s")->state, JobState::kRunning);
}

TEST_F(RunnerTest, RetriesWhatMayPassUntilItsAttemptsEnd) {
  add(*database_, "s");
  std::atomic<int> runs = 0, given_up = 0;
  const auto runner = start({.attempts_max = 3,
                             .run = [&](const RunningJob& job) -> Result<void> {
                               EXPECT_EQ(job.attempt, ++runs);
                               return failure(ErrorCode::kUnavailable, "no store");
                             },
                             .give_up =
                                 [&](const RunningJob&, const Error& error) {
                                   EXPECT_EQ(error.message, "no store");
                                   ++given_up;
                                 }});
  wait_for(*database_, "s", JobState::kFailed);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(given_up, 1);
  EXPECT_EQ(find(*database_, "s")->error, "no store");
}

TEST_F(RunnerTest, GivesUpAtOnceOnOtherErrorsAndExceptions) {
  add(*database_, "wrong");
  add(*database_, "thrown");
  std::atomic<int> runs = 0, given_up = 0;
  const auto runner = start({.run = [&](const RunningJob& job) -> Result<void> {
                               ++runs;
                               if (job.subject_arn == "thrown") throw std::runtime_error("oops");
                               return invalid_input("bad data");
                             },
                             .give_up = [&](const RunningJob&, const Error&) { ++given_up; }});
  wait_for(*database_, "wrong", JobState::kFailed);
  wait_for(*database_, "thrown", JobState::kFailed);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(given_up, 2);
}

TEST_F(RunnerTest, StopsARunningJobOnRequest) {
  add(*database_, "s");
  std::atomic<int> given_up = 0;
  const auto runner = start({.run = [&](const RunningJob& job) -> Result<void> {
                               wait_for_stop(job);
                               return failure(ErrorCode::kCancelled, "stopped");
                             },
                             .give_up =
                                 [&](const RunningJob&, const Error& error) {
                                   EXPECT_EQ(error.code, ErrorCode::kCancelled);
                                   ++given_up;
                                 }});
  wait_for(*database_, "s", JobState::kRunning);
  ask_to_stop(*database_, "s");
  wait_for(*database_, "s", JobState::kStopped);
  EXPECT_EQ(given_up, 1);
}

TEST_F(RunnerTest, NeverStartsAQueuedJobThatWasAskedToStop) {
  add(*database_, "s");
  ask_to_stop(*database_, "s");
  std::atomic<int> given_up = 0;
  const auto runner = start({.run = [](const RunningJob&) -> Result<void> {
                               ADD_FAILURE();
                               return {};
                             },
                             .give_up = [&](const RunningJob&, const Error&) { ++given_up; }});
  wait_for(*database_, "s", JobState::kStopped);
  EXPECT_EQ(given_up, 1);
}

TEST_F(RunnerTest, ReturnsRunningJobsToTheQueueWhenTheServerStops) {
  add(*database_, "s");
  const JobKind kind{.run = [](const RunningJob& job) -> Result<void> {
                       EXPECT_EQ(job.attempt, 1);
                       wait_for_stop(job);
                       return failure(ErrorCode::kCancelled, "server stops");
                     },
                     .give_up = [](const RunningJob&, const Error&) { ADD_FAILURE(); }};
  for (int life = 0; life < 5; ++life) {  // more lives than attempts: a stop is not a failure
    const auto runner = start(kind);
    wait_for(*database_, "s", JobState::kRunning);
    runner->stop();
    EXPECT_EQ(find(*database_, "s")->state, JobState::kQueued);
  }
}

TEST_F(RunnerTest, NeverRunsAJobTwiceAmongSeveralServers) {
  constexpr int kJobs = 40;
  for (int i = 0; i < kJobs; ++i) add(*database_, std::to_string(i));
  const auto other_database = database_.open_again();
  std::mutex mutex;
  std::map<std::string, int> runs;
  std::latch all(kJobs);
  const JobKind kind{.name = "train", .run = [&](const RunningJob& job) -> Result<void> {
                       const std::scoped_lock lock(mutex);
                       ++runs[job.subject_arn];
                       all.count_down();
                       return {};
                     }};
  const auto one = start(kind, "one");
  const auto two = Runner::start(*other_database, clock_, {kind}, {.node = "two"});
  all.wait();
  one->stop();
  two->stop();
  EXPECT_EQ(runs.size(), static_cast<std::size_t>(kJobs));
  for (const auto& [subject, count] : runs) EXPECT_EQ(count, 1) << subject;
}

/// Runs a job in a process of its own and kills that process in the middle of it.
void kill_in_mid_job(database::TemporaryDatabase& database) {
  const std::string file = database.file().string();
  database.close();
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto opened = database::open_sqlite(file);
    if (!opened) _exit(1);
    const SystemClock clock;
    const JobKind kind{.name = "train", .run = [&](const RunningJob&) -> Result<void> {
                         if (write(pipe_ends[1], "r", 1) != 1) _exit(2);
                         while (true) pause();
                       }};
    const auto runner = Runner::start(**opened, clock, {kind}, {});
    while (true) pause();
  }
  char byte = 0;
  ASSERT_EQ(read(pipe_ends[0], &byte, 1), 1);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  database.reopen();
}

TEST_F(RunnerTest, RunsAJobAgainAfterTheServerWasKilled) {
  add(*database_, "s");
  kill_in_mid_job(database_);
  EXPECT_EQ(find(*database_, "s")->state, JobState::kRunning);
  const auto runner = start({.run = [](const RunningJob& job) -> Result<void> {
    EXPECT_EQ(job.attempt, 2);
    return {};
  }});
  wait_for(*database_, "s", JobState::kSucceeded);
}

TEST_F(RunnerTest, GivesUpAJobThatKillsItsServerAgainAndAgain) {
  add(*database_, "s");
  for (int life = 0; life < 2; ++life) kill_in_mid_job(database_);
  std::atomic<int> given_up = 0;
  const auto runner = start({.attempts_max = 2,
                             .run = [](const RunningJob&) -> Result<void> {
                               ADD_FAILURE();
                               return {};
                             },
                             .give_up = [&](const RunningJob&, const Error&) { ++given_up; }});
  wait_for(*database_, "s", JobState::kFailed);
  EXPECT_EQ(given_up, 1);
}

}  // namespace
}  // namespace attune::jobs
