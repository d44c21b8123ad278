#include "foundation/concurrency/parallel_for.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <latch>
#include <stdexcept>
#include <string>
#include <vector>

namespace attune::concurrency {
namespace {

TEST(PartOf, CoversTheRangeOnceWithSizesThatDifferByAtMostOne) {
  for (std::size_t count = 0; count < 40; ++count) {
    for (std::size_t parts = 1; parts < 12; ++parts) {
      std::size_t next = 0;
      for (std::size_t part = 0; part < parts; ++part) {
        const Part range = part_of(count, parts, part);
        EXPECT_EQ(range.begin, next);
        EXPECT_GE(range.end - range.begin, count / parts);
        EXPECT_LE(range.end - range.begin, count / parts + 1);
        next = range.end;
      }
      EXPECT_EQ(next, count);
    }
  }
}

TEST(ParallelFor, VisitsEveryIndexOnce) {
  for (const std::size_t threads : {0U, 1U, 2U, 3U, 7U}) {
    std::vector<int> visits(101, 0);
    parallel_for(visits.size(), threads, [&](const Part& part) {
      for (std::size_t i = part.begin; i < part.end; ++i) ++visits[i];
    });
    EXPECT_EQ(visits, std::vector<int>(101, 1));
  }
}

TEST(ParallelFor, RunsItsPartsAtTheSameTime) {
  std::latch all(3);
  parallel_for(3, 3, [&](const Part&) { all.arrive_and_wait(); });
}

TEST(ParallelFor, LeavesOutEmptyParts) {
  std::vector<int> calls(8, 0);
  parallel_for(2, 8, [&](const Part& part) { ++calls[part.part]; });
  EXPECT_EQ(calls, (std::vector<int>{1, 1, 0, 0, 0, 0, 0, 0}));
  parallel_for(0, 4, [](const Part&) { FAIL(); });
}

TEST(ParallelFor, RethrowsTheExceptionOfTheLowestPart) {
  try {
    parallel_for(4, 4, [](const Part& part) {
      if (part.part > 0) throw std::runtime_error(std::to_string(part.part));
    });
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "1");
  }
}

}  // namespace
}  // namespace attune::concurrency
