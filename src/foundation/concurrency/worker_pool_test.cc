#include "foundation/concurrency/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace attune::concurrency {
namespace {

TEST(WorkerPool, RunsEveryAcceptedTaskBeforeStopReturns) {
  std::atomic<int> ran = 0;
  WorkerPool pool({.thread_count = 3, .queue_tasks_max = 500});
  for (int i = 0; i < 500; ++i) EXPECT_TRUE(pool.submit([&] { ++ran; }));
  pool.stop();
  EXPECT_EQ(ran, 500);
}

TEST(WorkerPool, RefusesWhenItsQueueIsFull) {
  std::latch started(1), go(1);
  WorkerPool pool({.thread_count = 1, .queue_tasks_max = 1});
  ASSERT_TRUE(pool.submit([&] {
    started.count_down();
    go.wait();
  }));
  started.wait();
  ASSERT_TRUE(pool.submit([] {}));
  const auto refused = pool.submit([] {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  go.count_down();
}

TEST(WorkerPool, RefusesAfterStopAndStopsTwice) {
  WorkerPool pool({.thread_count = 2, .queue_tasks_max = 4});
  pool.stop();
  pool.stop();
  EXPECT_FALSE(pool.submit([] {}));
}

TEST(WorkerPool, RunsTasksAtTheSameTime) {
  WorkerPool pool({.thread_count = 2, .queue_tasks_max = 4});
  std::latch both(2);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.submit([&] { both.arrive_and_wait(); }));
  pool.stop();
}

TEST(WorkerPool, TakesOneThreadPerCoreByDefault) {
  const WorkerPool pool({});
  EXPECT_EQ(pool.thread_count(), core_count());
}

}  // namespace
}  // namespace attune::concurrency
