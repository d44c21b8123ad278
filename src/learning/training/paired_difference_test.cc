#include "learning/training/paired_difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace attune::training {
namespace {

TEST(PairedDifference, IsTheMeanAndItsStandardError) {
  const std::vector<double> first{1.0, 2.0, 6.0};
  const std::vector<double> second{0.0, 2.0, 1.0};
  const auto difference = paired_difference(first, second);
  EXPECT_NEAR(difference.mean, 2.0, 1e-12);
  EXPECT_NEAR(difference.error, std::sqrt(7.0 / 3.0), 1e-12);  // deviations -1, -2, 3
  EXPECT_EQ(paired_difference(first, first).error, 0.0);
}

TEST(PairedDifference, OfOneUserHasNoError) {
  EXPECT_EQ(paired_difference(std::vector{3.0}, std::vector{1.0}).mean, 2.0);
  EXPECT_EQ(paired_difference(std::vector{3.0}, std::vector{1.0}).error, 0.0);
}

TEST(MeanOf, NothingIsZero) {
  EXPECT_EQ(mean_of({}), 0.0);
  EXPECT_EQ(mean_of(std::vector{1.0, 3.0}), 2.0);
}

}  // namespace
}  // namespace attune::training
