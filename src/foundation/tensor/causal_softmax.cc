#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/causal_softmax.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "foundation/tensor/causal_softmax.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

constexpr float kLowestScore = -3.0e38F;

float largest_of(const float* x, std::size_t n) {
  const Floats d;
  auto largest = hn::Set(d, kLowestScore);
  const std::size_t whole = n / hn::Lanes(d) * hn::Lanes(d);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) {
    largest = hn::Max(largest, hn::LoadU(d, x + i));
  }
  float result = hn::GetLane(hn::MaxOfLanes(d, largest));
  for (std::size_t i = whole; i < n; ++i) result = std::max(result, x[i]);
  return result;
}

/// x = exp(scale x - shift); the sum.
float exponentials_of(float* x, float scale, float shift, std::size_t n) {
  const Floats d;
  const auto scales = hn::Set(d, scale);
  const auto shifts = hn::Set(d, shift);
  auto sum = hn::Zero(d);
  const std::size_t whole = n / hn::Lanes(d) * hn::Lanes(d);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) {
    const auto e = exp(d, hn::MulSub(hn::LoadU(d, x + i), scales, shifts));
    hn::StoreU(e, d, x + i);
    sum = hn::Add(sum, e);
  }
  float result = sum_of_lanes(d, sum);
  if (const std::size_t rest = n - whole; rest > 0) {
    const auto e = exp(d, hn::MulSub(load(d, x + whole, rest), scales, shifts));
    store(d, e, x + whole, rest);
    for (std::size_t i = whole; i < n; ++i) result += x[i];
  }
  return result;
}

void scale_by(float* x, float factor, std::size_t n) {
  const Floats d;
  const auto factors = hn::Set(d, factor);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    store(d, hn::Mul(load(d, x + i, m), factors), x + i, m);
  }
}

void causal_forward(const CausalSoftmax& rows) {
  for (std::size_t r = 0; r < rows.scores.rows; ++r) {
    float* x = rows.scores.row(r);
    const std::size_t seen = rows.before + r + 1;
    const float shift = rows.scale * largest_of(x, seen);
    const float sum = exponentials_of(x, rows.scale, shift, seen);
    scale_by(x, 1.0F / sum, seen);
    rows.log_sums[r] = shift + std::log(sum);
    std::fill(x + seen, x + rows.scores.columns, 0.0F);
  }
}

void causal_again(const CausalSoftmax& rows) {
  for (std::size_t r = 0; r < rows.scores.rows; ++r) {
    float* x = rows.scores.row(r);
    const std::size_t seen = rows.before + r + 1;
    exponentials_of(x, rows.scale, rows.log_sums[r], seen);
    std::fill(x + seen, x + rows.scores.columns, 0.0F);
  }
}

void causal_backward(const CausalSoftmaxBackward& rows) {
  const Floats d;
  const auto scales = hn::Set(d, rows.scale);
  const std::size_t size = rows.weights.columns;
  for (std::size_t r = 0; r < rows.weights.rows; ++r) {
    const float* p = rows.weights.row(r);
    float* slope = rows.d_weights.row(r);
    const auto shift = hn::Set(d, rows.shifts[r]);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto own = hn::Mul(scales, load(d, p + i, n));
      store(d, hn::Mul(own, hn::Sub(load(d, slope + i, n), shift)), slope + i, n);
    }
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(causal_forward);
HWY_EXPORT(causal_again);
HWY_EXPORT(causal_backward);

void causal_softmax(const CausalSoftmax& rows) {
  ATTUNE_CHECK(rows.before + rows.scores.rows <= rows.scores.columns);
  HWY_DYNAMIC_DISPATCH(causal_forward)(rows);
}
void causal_softmax_again(const CausalSoftmax& rows) {
  ATTUNE_CHECK(rows.before + rows.scores.rows <= rows.scores.columns);
  HWY_DYNAMIC_DISPATCH(causal_again)(rows);
}
void causal_softmax_backward(const CausalSoftmaxBackward& rows) {
  HWY_DYNAMIC_DISPATCH(causal_backward)(rows);
}

namespace reference {

void causal_softmax(const CausalSoftmax& rows) {
  for (std::size_t r = 0; r < rows.scores.rows; ++r) {
    const auto x = rows.scores.row_span(r);
    const std::size_t seen = rows.before + r + 1;
    const auto scaled = [&](std::size_t j) {
      return static_cast<double>(rows.scale) * static_cast<double>(x[j]);
    };
    double largest = scaled(0);
    for (std::size_t j = 1; j < seen; ++j) largest = std::max(largest, scaled(j));
    double sum = 0.0;
    for (std::size_t j = 0; j < seen; ++j) sum += std::exp(scaled(j) - largest);
    const double log_sum = largest + std::log(sum);
    for (std::size_t j = 0; j < x.size(); ++j) {
      x[j] = j < seen ? static_cast<float>(std::exp(scaled(j) - log_sum)) : 0.0F;
    }
    rows.log_sums[r] = static_cast<float>(log_sum);
  }
}

void causal_softmax_backward(const CausalSoftmaxBackward& rows) {
  for (std::size_t r = 0; r < rows.weights.rows; ++r) {
    for (std::size_t j = 0; j < rows.weights.columns; ++j) {
      float& slope = rows.d_weights.row(r)[j];
      slope = rows.scale * rows.weights.row(r)[j] * (slope - rows.shifts[r]);
    }
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
