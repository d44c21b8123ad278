#include "foundation/tensor/cholesky.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "foundation/base/random.h"

namespace attune::tensor {
namespace {

// X^T X + ridge I of random rows, lower triangle; garbage above it, which must not be read.
std::vector<float> gram(std::size_t n, std::size_t stride, double ridge) {
  Random random(n);
  std::vector<double> rows(2 * n * n);
  for (double& value : rows) value = random.uniform() - 0.5;
  std::vector<float> a(n * stride, 1e9F);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = i == j ? ridge : 0.0;
      for (std::size_t r = 0; r < 2 * n; ++r) sum += rows[r * n + i] * rows[r * n + j];
      a[i * stride + j] = static_cast<float>(sum);
    }
  }
  return a;
}

// The largest element of |A B - 1|, A by its lower triangle.
double distance_from_inverse(const std::vector<float>& a, const std::vector<float>& b,
                             std::size_t n, std::size_t stride) {
  double worst = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double sum = i == j ? -1.0 : 0.0;
      for (std::size_t k = 0; k < n; ++k) {
        const auto value = static_cast<double>(k <= i ? a[i * stride + k] : a[k * stride + i]);
        sum += value * static_cast<double>(b[k * stride + j]);
      }
      worst = std::max(worst, std::abs(sum));
    }
  }
  return worst;
}

TEST(Cholesky, GivesTheInverseOfAnySizeAroundItsBlocks) {
  for (const std::size_t n : {1U, 2U, 17U, 127U, 128U, 129U, 256U, 257U, 400U, 513U}) {
    const std::size_t stride = n + 3;
    const auto a = gram(n, stride, 1.0);
    auto inverse = a;
    ASSERT_TRUE(cholesky_inverse({inverse.data(), n, n, stride}, 2).has_value()) << n;
    EXPECT_LT(distance_from_inverse(a, inverse, n, stride), 1e-3) << n;
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(inverse[i * stride + n], 1e9F);
  }
}

TEST(Cholesky, GivesTheSameBitsOnAnyNumberOfThreads) {
  const std::size_t n = 600;
  auto one = gram(n, n, 1.0);
  auto three = one;
  ASSERT_TRUE(cholesky_inverse({one.data(), n, n}, 1).has_value());
  ASSERT_TRUE(cholesky_inverse({three.data(), n, n}, 3).has_value());
  EXPECT_EQ(one, three);
}

TEST(Cholesky, RefusesAMatrixThatIsNotPositiveDefinite) {
  const std::size_t n = 300;
  std::vector<float> a(n * n, 0.0F);
  for (std::size_t i = 0; i < n; ++i) a[i * n + i] = i == 280 ? -1.0F : 1.0F;
  const auto refused = cholesky_inverse({a.data(), n, n}, 2);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, "matrix: not positive definite at row 280");
}

TEST(Cholesky, LeavesAnEmptyMatrixAlone) {
  EXPECT_TRUE(cholesky_inverse({}, 2).has_value());
}

}  // namespace
}  // namespace attune::tensor
