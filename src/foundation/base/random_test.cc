#include "foundation/base/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attune {
namespace {

TEST(Random, RepeatsItselfFromTheSameSeed) {
  Random first(7), second(7), other(8);
  EXPECT_EQ(first.next(), second.next());
  EXPECT_NE(first.next(), other.next());
}

TEST(Random, DrawsEveryValueBelowTheBoundAboutEquallyOften) {
  Random random(1);
  int counts[5] = {};
  for (int i = 0; i < 50000; ++i) ++counts[random.below(5)];
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
}

TEST(Random, DrawsNormalsOfMeanZeroAndVarianceOne) {
  Random random(2);
  double sum = 0, squares = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / 100000, 0.0, 0.02);
  EXPECT_NEAR(squares / 100000, 1.0, 0.03);
}

TEST(Random, ForksIntoIndependentStreams) {
  const Random random(3);
  EXPECT_NE(random.fork(0).next(), random.fork(1).next());
  EXPECT_EQ(random.fork(1).next(), random.fork(1).next());
}

}  // namespace
}  // namespace attune
