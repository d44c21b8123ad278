#include "foundation/tensor/bf16_gemm.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "foundation/base/random.h"

namespace attune::tensor {
namespace {

/// To nearest even, by hand.
float rounded(float x) {
  auto bits = std::bit_cast<std::uint32_t>(x);
  bits += 0x7FFFU + (bits >> 16U & 1U);
  return std::bit_cast<float>(bits & 0xFFFF0000U);
}

class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t columns, std::uint64_t seed)
      : rows_(rows), columns_(columns), values_(rows * (columns + kGap), kGuard) {
    Random random(seed);
    for (std::size_t r = 0; r < rows; ++r) {
      for (float& x : view().row_span(r)) x = static_cast<float>(random.normal());
    }
  }
  MatrixView view() { return {values_.data(), rows_, columns_, columns_ + kGap}; }
  double at(Transpose transpose, std::size_t r, std::size_t c) {
    return static_cast<double>(
        rounded(transpose == Transpose::kYes ? view().row(c)[r] : view().row(r)[c]));
  }
  bool guards_are_whole() {
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t i = 0; i < kGap; ++i) {
        if (view().row(r)[columns_ + i] != kGuard) return false;
      }
    }
    return true;
  }

 private:
  static constexpr std::size_t kGap = 3;
  static constexpr float kGuard = 12345.0F;
  std::size_t rows_, columns_;
  std::vector<float> values_;
};

struct Product {
  std::size_t m, n, k;
  Transpose a, b;
  Accumulate accumulate;
};

void expect_product(const Product& p) {
  const auto turned = [](Transpose t, std::size_t rows, std::size_t columns, std::uint64_t seed) {
    return t == Transpose::kYes ? Matrix(columns, rows, seed) : Matrix(rows, columns, seed);
  };
  Matrix a = turned(p.a, p.m, p.k, 1), b = turned(p.b, p.k, p.n, 2), c(p.m, p.n, 3),
         before(p.m, p.n, 3);
  gemm(p.a, a.view(), p.b, b.view(), p.accumulate, c.view(), Precision::kBf16);
  for (std::size_t i = 0; i < p.m; ++i) {
    for (std::size_t j = 0; j < p.n; ++j) {
      double sum =
          p.accumulate == Accumulate::kYes ? static_cast<double>(before.view().row(i)[j]) : 0.0;
      for (std::size_t l = 0; l < p.k; ++l) sum += a.at(p.a, i, l) * b.at(p.b, l, j);
      ASSERT_NEAR(c.view().row(i)[j], sum, 1e-5 * std::sqrt(static_cast<double>(p.k)) * 4.0)
          << i << " " << j << " of " << p.m << " " << p.n << " " << p.k;
    }
  }
  EXPECT_TRUE(c.guards_are_whole());
}

TEST(Bf16Gemm, IsTheProductOfTheRoundedOperands) {
  if (!has_bf16()) GTEST_SKIP() << "no AVX512-BF16";
  for (const Transpose a : {Transpose::kNo, Transpose::kYes}) {
    for (const Transpose b : {Transpose::kNo, Transpose::kYes}) {
      for (const Accumulate accumulate : {Accumulate::kNo, Accumulate::kYes}) {
        for (const std::size_t m : {1U, 5U, 12U, 25U}) {
          for (const std::size_t n : {1U, 16U, 31U, 32U, 65U}) {
            for (const std::size_t k : {1U, 2U, 17U, 64U}) {
              expect_product({m, n, k, a, b, accumulate});
            }
          }
        }
      }
    }
  }
}

TEST(Bf16Gemm, BlocksDoNotChangeTheProduct) {
  if (!has_bf16()) GTEST_SKIP() << "no AVX512-BF16";
  for (const Transpose a : {Transpose::kNo, Transpose::kYes}) {
    expect_product({210, 40, 530, a, Transpose::kNo, Accumulate::kYes});
  }
}

}  // namespace
}  // namespace attune::tensor
