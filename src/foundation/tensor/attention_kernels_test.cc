#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/causal_softmax.h"
#include "foundation/tensor/gated_units.h"

namespace attune::tensor {
namespace {

/// Rows of random values, a few floats apart.
struct Rows {
  Rows(std::size_t row_count, std::size_t column_count, std::uint64_t seed, double scale = 1.0)
      : rows(row_count), columns(column_count), values(row_count * (column_count + 3)) {
    Random random(seed);
    for (float& x : values) x = static_cast<float>(scale * random.normal());
  }
  MatrixView view() { return {values.data(), rows, columns, columns + 3}; }
  std::size_t rows, columns;
  std::vector<float> values;
};

void expect_near(Rows& fast, Rows& slow, float tolerance) {
  for (std::size_t i = 0; i < fast.values.size(); ++i) {
    ASSERT_NEAR(fast.values[i], slow.values[i], tolerance * (1.0F + std::abs(slow.values[i])));
  }
}

class Columns : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Columns, CausalSoftmaxAgreesWithItsReference) {
  const std::size_t rows = std::min<std::size_t>(GetParam(), 5);
  Rows fast(rows, GetParam(), 1, 30.0);
  Rows slow = fast;
  Rows again = fast;
  std::vector<float> a(rows), b(rows);
  const std::size_t before = GetParam() - rows;
  causal_softmax({fast.view(), before, 0.125F, a});
  reference::causal_softmax({slow.view(), before, 0.125F, b});
  expect_near(fast, slow, 1e-5F);
  for (std::size_t r = 0; r < rows; ++r) EXPECT_NEAR(a[r], b[r], 1e-5F * (1.0F + std::abs(b[r])));
  causal_softmax_again({again.view(), before, 0.125F, a});
  expect_near(again, fast, 1e-5F);

  Rows d_fast(rows, GetParam(), 2);
  Rows d_slow = d_fast;
  causal_softmax_backward({fast.view(), d_fast.view(), 0.125F, a});
  reference::causal_softmax_backward({fast.view(), d_slow.view(), 0.125F, a});
  expect_near(d_fast, d_slow, 1e-5F);
}

TEST_P(Columns, SwigluAgreesWithItsReference) {
  const std::size_t n = GetParam();
  Rows ab(3, 2 * n, 1, 3.0);
  Rows fast(3, n, 2);
  Rows slow = fast;
  swiglu_forward({ab.view(), fast.view()});
  reference::swiglu_forward({ab.view(), slow.view()});
  expect_near(fast, slow, 1e-5F);
  Rows again = ab;
  swiglu_backward({ab.view(), slow.view()});
  reference::swiglu_backward({again.view(), slow.view()});
  expect_near(ab, again, 1e-5F);
}

TEST_P(Columns, GatedSumAgreesWithItsReference) {
  const std::size_t n = GetParam();
  Rows gate(3, n, 1, 3.0), branch(3, n, 2), sum(3, n, 3);
  Rows slow_gate = gate, slow_sum = sum;
  gated_sum_forward({gate.view(), branch.view(), sum.view()});
  reference::gated_sum_forward({slow_gate.view(), branch.view(), slow_sum.view()});
  expect_near(gate, slow_gate, 1e-5F);
  expect_near(sum, slow_sum, 1e-5F);
  Rows slow_branch = branch;
  gated_sum_backward({gate.view(), branch.view(), sum.view()});
  reference::gated_sum_backward({slow_gate.view(), slow_branch.view(), sum.view()});
  expect_near(gate, slow_gate, 1e-5F);
  expect_near(branch, slow_branch, 1e-5F);
}

TEST_P(Columns, ReluClearsWhatIsNegative) {
  std::vector<float> x(GetParam()), d(GetParam(), 2.0F);
  Random random(4);
  for (float& value : x) value = static_cast<float>(random.normal());
  const std::vector<float> before = x;
  relu(x);
  relu_backward(x, d);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(x[i], std::max(before[i], 0.0F));
    EXPECT_EQ(d[i], before[i] > 0.0F ? 2.0F : 0.0F);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Columns, ::testing::Values(1, 3, 8, 15, 16, 17, 64, 65, 200));

TEST(CausalSoftmax, StaysFiniteForHugeScores) {
  std::vector<float> scores{1e30F, -1e30F, 5.0F, -1e30F, -1e30F, -1e30F};
  std::vector<float> log_sums(2);
  causal_softmax({{scores.data(), 2, 3}, 1, 1.0F, log_sums});
  for (const float x : scores) EXPECT_TRUE(std::isfinite(x));
}

}  // namespace
}  // namespace attune::tensor
