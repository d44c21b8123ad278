#include "foundation/tensor/log_one_plus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "foundation/base/random.h"

namespace attune::tensor {
namespace {

TEST(LogOnePlus, AgreesWithTheReferenceOverLengthsAndMagnitudes) {
  Random random(1);
  for (const std::size_t size : {0U, 1U, 7U, 15U, 16U, 17U, 33U, 257U}) {
    for (const double magnitude : {1e-6, 1e-2, 1.0, 1e3, 1e9, 1e29}) {
      std::vector<float> fast(size);
      for (float& x : fast) x = static_cast<float>(magnitude * random.uniform());
      std::vector<float> slow = fast;
      log_one_plus(fast);
      reference::log_one_plus(slow);
      for (std::size_t i = 0; i < size; ++i) {
        EXPECT_NEAR(fast[i], slow[i], 1e-6F * std::max(1.0F, slow[i])) << size << " " << magnitude;
      }
    }
  }
}

TEST(LogOnePlus, OfZeroIsZero) {
  std::vector<float> zeros(19, 0.0F);
  log_one_plus(zeros);
  for (const float x : zeros) EXPECT_EQ(x, 0.0F);
}

}  // namespace
}  // namespace attune::tensor
