#include "learning/metrics/exposure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"

namespace attune::metrics {
namespace {

TEST(Exposure, CountsWhatIsShown) {
  Exposure exposure(3);
  exposure.add(std::vector{data::ItemIndex{0}, data::ItemIndex{2}, data::ItemIndex{9}});
  Exposure other(3);
  other.add(std::vector{data::ItemIndex{2}});
  exposure.merge(other);
  EXPECT_EQ(std::vector<std::uint64_t>(exposure.counts().begin(), exposure.counts().end()),
            (std::vector<std::uint64_t>{1, 0, 2}));
  EXPECT_DOUBLE_EQ(coverage_of(exposure.counts()), 2.0 / 3.0);
}

TEST(Gini, IsZeroForEqualCountsAndNearOneForASingleItem) {
  EXPECT_NEAR(gini_of(std::vector<std::uint64_t>(50, 7)), 0.0, 1e-12);
  std::vector<std::uint64_t> one(1000, 0);
  one[3] = 40;
  EXPECT_NEAR(gini_of(one), 0.999, 1e-12);
  EXPECT_DOUBLE_EQ(gini_of({}), 0.0);
  EXPECT_DOUBLE_EQ(gini_of(std::vector<std::uint64_t>(5, 0)), 0.0);
}

TEST(Gini, IsHalfTheMeanDifferenceOfPairsOverTheMean) {
  Random random(11);
  std::vector<std::uint64_t> counts(60);
  for (std::uint64_t& count : counts) count = random.below(100) * random.below(3);
  double differences = 0.0;
  double sum = 0.0;
  for (const std::uint64_t a : counts) {
    sum += static_cast<double>(a);
    for (const std::uint64_t b : counts) {
      differences += std::abs(static_cast<double>(a) - static_cast<double>(b));
    }
  }
  const double n = static_cast<double>(counts.size());
  EXPECT_NEAR(gini_of(counts), differences / (2.0 * n * sum), 1e-12);
}

}  // namespace
}  // namespace attune::metrics
