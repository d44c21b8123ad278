#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/gemv.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>

#include "foundation/tensor/gemv.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

float dot_of(const float* x, const float* y, std::size_t n) {
  const Floats d;
  auto sum = hn::Zero(d);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    sum = hn::MulAdd(load(d, x + i, m), load(d, y + i, m), sum);
  }
  return sum_of_lanes(d, sum);
}

/// Four rows at once, so that x is loaded once for them and the additions overlap.
void dot_of_four(const float* first, std::size_t stride, const float* x, std::size_t n, float* y) {
  const Floats d;
  auto a = hn::Zero(d);
  auto b = hn::Zero(d);
  auto c = hn::Zero(d);
  auto e = hn::Zero(d);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    const auto v = load(d, x + i, m);
    a = hn::MulAdd(load(d, first + i, m), v, a);
    b = hn::MulAdd(load(d, first + stride + i, m), v, b);
    c = hn::MulAdd(load(d, first + 2 * stride + i, m), v, c);
    e = hn::MulAdd(load(d, first + 3 * stride + i, m), v, e);
  }
  y[0] = sum_of_lanes(d, a);
  y[1] = sum_of_lanes(d, b);
  y[2] = sum_of_lanes(d, c);
  y[3] = sum_of_lanes(d, e);
}

void rows(ConstMatrixView matrix, const float* x, float* y) {
  std::size_t r = 0;
  for (; r + 4 <= matrix.rows; r += 4) {
    dot_of_four(matrix.row(r), matrix.stride, x, matrix.columns, y + r);
  }
  for (; r < matrix.rows; ++r) y[r] = dot_of(matrix.row(r), x, matrix.columns);
}

void add_times(float factor, const float* x, float* y, std::size_t n) {
  const Floats d;
  const auto factors = hn::Set(d, factor);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    store(d, hn::MulAdd(factors, load(d, x + i, m), load(d, y + i, m)), y + i, m);
  }
}

/// Eight vectors of columns stay in registers over all rows.
void columns(const float* x, ConstMatrixView matrix, float* y) {
  constexpr std::size_t kVectors = 8;
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t j = 0;
  for (; j + kVectors * lanes <= matrix.columns; j += kVectors * lanes) {
    Vector s0 = hn::LoadU(d, y + j), s1 = hn::LoadU(d, y + j + lanes),
           s2 = hn::LoadU(d, y + j + 2 * lanes), s3 = hn::LoadU(d, y + j + 3 * lanes),
           s4 = hn::LoadU(d, y + j + 4 * lanes), s5 = hn::LoadU(d, y + j + 5 * lanes),
           s6 = hn::LoadU(d, y + j + 6 * lanes), s7 = hn::LoadU(d, y + j + 7 * lanes);
    for (std::size_t k = 0; k < matrix.rows; ++k) {
      const auto v = hn::Set(d, x[k]);
      const float* w = matrix.row(k) + j;
      s0 = hn::MulAdd(v, hn::LoadU(d, w), s0);
      s1 = hn::MulAdd(v, hn::LoadU(d, w + lanes), s1);
      s2 = hn::MulAdd(v, hn::LoadU(d, w + 2 * lanes), s2);
      s3 = hn::MulAdd(v, hn::LoadU(d, w + 3 * lanes), s3);
      s4 = hn::MulAdd(v, hn::LoadU(d, w + 4 * lanes), s4);
      s5 = hn::MulAdd(v, hn::LoadU(d, w + 5 * lanes), s5);
      s6 = hn::MulAdd(v, hn::LoadU(d, w + 6 * lanes), s6);
      s7 = hn::MulAdd(v, hn::LoadU(d, w + 7 * lanes), s7);
    }
    hn::StoreU(s0, d, y + j);
    hn::StoreU(s1, d, y + j + lanes);
    hn::StoreU(s2, d, y + j + 2 * lanes);
    hn::StoreU(s3, d, y + j + 3 * lanes);
    hn::StoreU(s4, d, y + j + 4 * lanes);
    hn::StoreU(s5, d, y + j + 5 * lanes);
    hn::StoreU(s6, d, y + j + 6 * lanes);
    hn::StoreU(s7, d, y + j + 7 * lanes);
  }
  if (j == matrix.columns) return;
  for (std::size_t k = 0; k < matrix.rows; ++k) {
    add_times(x[k], matrix.row(k) + j, y + j, matrix.columns - j);
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(dot_of);
HWY_EXPORT(rows);
HWY_EXPORT(add_times);
HWY_EXPORT(columns);

void score_rows(ConstMatrixView matrix, std::span<const float> x, std::span<const float> bias,
                std::span<float> y) {
  ATTUNE_CHECK(x.size() == matrix.columns && y.size() == matrix.rows);
  HWY_DYNAMIC_DISPATCH(rows)(matrix, x.data(), y.data());
  if (!bias.empty()) add_scaled(1.0F, bias, y);
}

void add_vector_times_matrix(std::span<const float> x, ConstMatrixView matrix, std::span<float> y) {
  ATTUNE_CHECK(x.size() == matrix.rows && y.size() == matrix.columns);
  HWY_DYNAMIC_DISPATCH(columns)(x.data(), matrix, y.data());
}

void add_scaled(float factor, std::span<const float> x, std::span<float> y) {
  ATTUNE_CHECK(x.size() == y.size());
  HWY_DYNAMIC_DISPATCH(add_times)(factor, x.data(), y.data(), x.size());
}

float dot(std::span<const float> x, std::span<const float> y) {
  ATTUNE_CHECK(x.size() == y.size());
  return HWY_DYNAMIC_DISPATCH(dot_of)(x.data(), y.data(), x.size());
}

namespace reference {

void score_rows(ConstMatrixView matrix, std::span<const float> x, std::span<const float> bias,
                std::span<float> y) {
  for (std::size_t r = 0; r < matrix.rows; ++r) {
    double sum = bias.empty() ? 0.0 : static_cast<double>(bias[r]);
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum += static_cast<double>(matrix.row(r)[i]) * static_cast<double>(x[i]);
    }
    y[r] = static_cast<float>(sum);
  }
}

void add_vector_times_matrix(std::span<const float> x, ConstMatrixView matrix, std::span<float> y) {
  for (std::size_t j = 0; j < y.size(); ++j) {
    auto sum = static_cast<double>(y[j]);
    for (std::size_t k = 0; k < x.size(); ++k) {
      sum += static_cast<double>(matrix.row(k)[j]) * static_cast<double>(x[k]);
    }
    y[j] = static_cast<float>(sum);
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
