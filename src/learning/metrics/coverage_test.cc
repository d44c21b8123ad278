#include "learning/metrics/coverage.h"

#include <gtest/gtest.h>

#include <array>

#include "domain/data/ids.h"

namespace attune::metrics {
namespace {

using data::ItemIndex;

TEST(Coverage, CountsEachItemOnce) {
  Coverage coverage(4);
  coverage.add(std::array{ItemIndex{1}, ItemIndex{2}});
  coverage.add(std::array{ItemIndex{2}});
  EXPECT_DOUBLE_EQ(coverage.share(), 0.5);
}

TEST(Coverage, MergesWhatAnotherWorkerSaw) {
  Coverage first(4), second(4);
  first.add(std::array{ItemIndex{0}});
  second.add(std::array{ItemIndex{0}, ItemIndex{3}});
  first.merge(second);
  EXPECT_DOUBLE_EQ(first.share(), 0.5);
}

TEST(Coverage, IgnoresItemsBeyondTheCatalogue) {
  Coverage coverage(2);
  coverage.add(std::array{ItemIndex{9}});
  EXPECT_DOUBLE_EQ(coverage.share(), 0.0);
}

TEST(Coverage, IsZeroForAnEmptyCatalogue) {
  EXPECT_DOUBLE_EQ(Coverage(0).share(), 0.0);
}

}  // namespace
}  // namespace attune::metrics
