#include "learning/metrics/confidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/base/random.h"

namespace attune::metrics {
namespace {

std::vector<double> normals(std::size_t count, double mean, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> values(count);
  for (double& value : values) value = mean + random.normal();
  return values;
}

TEST(Bootstrap, GivesTheIntervalOfTheNormalTheoryForManyUsers) {
  const auto values = normals(4000, 2.0, 3);
  const Interval interval = bootstrap_mean(values, {});
  const double half = 1.96 / std::sqrt(4000.0);
  EXPECT_NEAR(interval.low, interval.mean - half, half * 0.15);
  EXPECT_NEAR(interval.high, interval.mean + half, half * 0.15);
}

TEST(Bootstrap, RepeatsItselfFromTheSameSeed) {
  const auto values = normals(50, 0.0, 4);
  EXPECT_EQ(bootstrap_mean(values, {.seed = 5}).low, bootstrap_mean(values, {.seed = 5}).low);
  EXPECT_NE(bootstrap_mean(values, {.seed = 5}).low, bootstrap_mean(values, {.seed = 6}).low);
}

TEST(Bootstrap, IsAPointWhenAllUsersAgree) {
  const std::vector<double> values(20, 0.25);
  const Interval interval = bootstrap_mean(values, {});
  EXPECT_DOUBLE_EQ(interval.low, 0.25);
  EXPECT_DOUBLE_EQ(interval.high, 0.25);
}

TEST(Bootstrap, IsZeroWithoutUsers) {
  EXPECT_DOUBLE_EQ(bootstrap_mean({}, {}).high, 0.0);
}

TEST(Bootstrap, DrawsTheValuesOfAUserTogether) {
  // Ten values of a user say no more than one: the interval is that of 40 values, not of 400.
  std::vector<double> values;
  std::vector<std::uint32_t> owners;
  for (const double value : normals(40, 0.0, 9)) {
    values.insert(values.end(), 10, value);
    owners.insert(owners.end(), 10, static_cast<std::uint32_t>(owners.size()));
  }
  const Interval alone = bootstrap_mean(normals(40, 0.0, 9), {});
  const Interval together = bootstrap_mean(values, {.owners = owners});
  EXPECT_NEAR(together.low, alone.low, 1e-12);
  EXPECT_NEAR(together.high, alone.high, 1e-12);
  EXPECT_GT(together.high - together.low,
            2.5 * (bootstrap_mean(values, {}).high - bootstrap_mean(values, {}).low));
}

TEST(PairedBootstrap, SeesASmallDifferenceThatUnpairedIntervalsHide) {
  auto first = normals(500, 0.0, 7);
  auto second = first;
  for (double& value : second) value -= 0.05;
  const Interval paired = bootstrap_difference(first, second, {});
  EXPECT_GT(paired.low, 0.0);
  EXPECT_LT(bootstrap_mean(first, {}).low, bootstrap_mean(second, {}).high);
}

TEST(PairedBootstrap, HoldsZeroWhenTheTwoAreTheSame) {
  const auto values = normals(100, 0.0, 8);
  const Interval paired = bootstrap_difference(values, values, {});
  EXPECT_LE(paired.low, 0.0);
  EXPECT_GE(paired.high, 0.0);
}

}  // namespace
}  // namespace attune::metrics
