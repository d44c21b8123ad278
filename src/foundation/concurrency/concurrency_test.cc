#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <latch>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/concurrency/bounded_queue.h"
#include "foundation/concurrency/parallel_for.h"
#include "foundation/concurrency/worker_pool.h"

namespace attune {
namespace {

TEST(BoundedQueue, RefusesBeyondItsCapacityAndAfterClosing) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_FALSE(queue.push(3));
  EXPECT_EQ(queue.pop(), std::optional(1));
  queue.close();
  EXPECT_FALSE(queue.push(4));
  EXPECT_EQ(queue.pop(), std::optional(2));
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, HandsOverEveryValueOnceInOrderOfEachProducer) {
  BoundedQueue<std::pair<int, int>> queue(64);
  constexpr int kEach = 2000;
  std::vector<std::jthread> producers;
  for (int producer = 0; producer < 3; ++producer) {
    producers.emplace_back([&, producer] {
      for (int number = 0; number < kEach; ++number) {
        while (!queue.push({producer, number})) std::this_thread::yield();
      }
    });
  }
  std::vector<int> next(3, 0);
  for (int taken = 0; taken < 3 * kEach;) {
    for (const auto& [producer, number] : queue.pop_up_to(10)) {
      EXPECT_EQ(number, next[static_cast<std::size_t>(producer)]++);
      ++taken;
    }
  }
}

TEST(WorkerPool, RunsWhatWasQueuedBeforeItStops) {
  std::atomic<int> done = 0;
  WorkerPool pool(2, 100);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.post([&] { ++done; }));
  pool.stop();
  EXPECT_EQ(done, 50);
  EXPECT_FALSE(pool.post([] {}));
}

TEST(WorkerPool, RefusesWhenItsQueueIsFull) {
  std::latch started(1), release(1);
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.post([&] {
    started.count_down();
    release.wait();
  }));
  started.wait();
  EXPECT_TRUE(pool.post([] {}));
  EXPECT_FALSE(pool.post([] {}));
  release.count_down();
}

TEST(ParallelFor, CoversTheRangeOnceWithTheSamePartsEveryTime) {
  for (const std::size_t count : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> seen(count);
    parallel_for(count, 3, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t index = begin; index < end; ++index) ++seen[index];
    });
    for (const auto& times : seen) EXPECT_EQ(times, 1);
  }
}

TEST(ParallelFor, RethrowsWhatAPartThrew) {
  EXPECT_THROW(parallel_for(10, 2,
                            [](std::size_t part, std::size_t, std::size_t) {
                              if (part == 1) throw std::runtime_error("part");
                            }),
               std::runtime_error);
}

}  // namespace
}  // namespace attune
