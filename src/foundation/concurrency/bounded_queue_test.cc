#include "foundation/concurrency/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace attune::concurrency {
namespace {

TEST(BoundedQueue, HandsOutValuesInTheirOrder) {
  BoundedQueue<int> queue(3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.try_push(int{i}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.pop(), i);
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(BoundedQueue, RefusesBeyondItsCapacityAndLeavesTheValue) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.try_push(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  EXPECT_FALSE(queue.try_push(std::move(second)));
  EXPECT_NE(second, nullptr);  // NOLINT(bugprone-use-after-move): a refusal does not move
  EXPECT_EQ(queue.size(), 1U);
}

TEST(BoundedQueue, HandsOutTheRestAfterItIsClosed) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  queue.close();
  EXPECT_FALSE(queue.push(2));
  EXPECT_FALSE(queue.try_push(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, ReleasesWaitersWhenItIsClosed) {
  BoundedQueue<int> empty(1);
  BoundedQueue<int> full(1);
  EXPECT_TRUE(full.push(1));
  std::jthread consumer([&] { EXPECT_EQ(empty.pop(), std::nullopt); });
  std::jthread producer([&] { EXPECT_FALSE(full.push(2)); });
  empty.close();
  full.close();
}

TEST(BoundedQueue, LosesAndRepeatsNothingBetweenThreads) {
  constexpr int kValuesPerProducer = 2000;
  BoundedQueue<int> queue(4);
  std::atomic<std::int64_t> sum = 0;
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> consumers;
    for (int c = 0; c < 3; ++c) {
      consumers.emplace_back([&] {
        while (const auto value = queue.pop()) {
          sum += *value;
          ++taken;
        }
      });
    }
    {
      std::vector<std::jthread> producers;
      for (int p = 0; p < 3; ++p) {
        producers.emplace_back([&] {
          for (int i = 1; i <= kValuesPerProducer; ++i) EXPECT_TRUE(queue.push(int{i}));
        });
      }
    }
    queue.close();
  }
  EXPECT_EQ(taken, 3 * kValuesPerProducer);
  EXPECT_EQ(sum, std::int64_t{3} * kValuesPerProducer * (kValuesPerProducer + 1) / 2);
}

}  // namespace
}  // namespace attune::concurrency
