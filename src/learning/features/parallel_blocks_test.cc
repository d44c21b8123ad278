#include "learning/features/parallel_blocks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <vector>

namespace attune::features {
namespace {

TEST(ParallelBlocks, RunEveryPositionOnce) {
  std::vector<int> visits(1000, 0);
  const bool finished = parallel_blocks({.count = visits.size(),
                                         .block_size = 7,
                                         .worker_count = 3,
                                         .run =
                                             [&](std::size_t, std::size_t begin, std::size_t end) {
                                               for (; begin < end; ++begin) ++visits[begin];
                                             },
                                         .keep_going = {}});
  EXPECT_TRUE(finished);
  EXPECT_EQ(visits, std::vector<int>(1000, 1));
}

TEST(ParallelBlocks, TellTheirProgressUpToOne) {
  std::vector<double> fractions;
  parallel_blocks({.count = 10,
                   .block_size = 4,
                   .worker_count = 2,
                   .run = [](std::size_t, std::size_t, std::size_t) {},
                   .keep_going =
                       [&](double fraction) {
                         fractions.push_back(fraction);
                         return true;
                       }});
  EXPECT_EQ(fractions, (std::vector<double>{1.0 / 3.0, 2.0 / 3.0, 1.0}));
}

TEST(ParallelBlocks, StopWhenAsked) {
  std::atomic<std::size_t> done{0};
  const bool finished =
      parallel_blocks({.count = 1000,
                       .block_size = 1,
                       .worker_count = 2,
                       .run = [&](std::size_t, std::size_t, std::size_t) { done.fetch_add(1); },
                       .keep_going = [](double) { return false; }});
  EXPECT_FALSE(finished);
  EXPECT_LE(done.load(), 3U);
}

TEST(ParallelBlocks, DoNothingForNothing) {
  EXPECT_TRUE(parallel_blocks({.count = 0,
                               .run = [](std::size_t, std::size_t, std::size_t) { FAIL(); },
                               .keep_going = {}}));
}

}  // namespace
}  // namespace attune::features
