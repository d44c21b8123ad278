#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/softmax.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "foundation/tensor/simd-inl.h"
#include "foundation/tensor/softmax.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

constexpr float kLowest = -3.0e38F;  // -infinity - -infinity would be NaN

/// x += bias where there is one; the largest value, at least kLowest.
float add_bias(float* x, const float* bias, std::size_t n) {
  const Floats d;
  auto largest = hn::Set(d, kLowest);
  const std::size_t whole = n / hn::Lanes(d) * hn::Lanes(d);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) {
    const auto value = hn::Add(hn::LoadU(d, x + i), hn::LoadU(d, bias + i));
    hn::StoreU(value, d, x + i);
    largest = hn::Max(largest, value);
  }
  float result = hn::GetLane(hn::MaxOfLanes(d, largest));
  for (std::size_t i = whole; i < n; ++i) result = std::max(result, x[i] += bias[i]);
  return result;
}

/// to_i = exp(from_i - shift) and its sum; -infinity gives 0.
template <bool kStore>
float exponentials(const float* from, float shift, float* to, std::size_t n) {
  const Floats d;
  const auto shifts = hn::Set(d, shift);
  const auto floor = hn::Set(d, -87.0F);
  auto sum = hn::Zero(d);
  const std::size_t whole = n / hn::Lanes(d) * hn::Lanes(d);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) {
    const auto x = hn::Sub(hn::LoadU(d, from + i), shifts);
    const auto e = hn::IfThenElseZero(hn::Gt(x, floor), exp(d, x));
    if constexpr (kStore) hn::StoreU(e, d, to + i);
    sum = hn::Add(sum, e);
  }
  float result = sum_of_lanes(d, sum);
  for (std::size_t i = whole; i < n; ++i) {
    const float x = from[i] - shift;
    const float e = x > -87.0F ? std::exp(x) : 0.0F;
    if constexpr (kStore) to[i] = e;
    result += e;
  }
  return result;
}

void multiply(float* x, float factor, std::size_t n) {
  const Floats d;
  const auto factors = hn::Set(d, factor);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    store(d, hn::Mul(load(d, x + i, m), factors), x + i, m);
  }
}

double cross_entropy(const SoftmaxCrossEntropy& rows) {
  const std::size_t n = rows.logits.columns;
  double loss = 0.0;
  for (std::size_t r = 0; r < rows.logits.rows; ++r) {
    float* x = rows.logits.row(r);
    const std::size_t target = rows.targets[r];
    const float largest = add_bias(x, rows.bias.data(), n);
    const float at_target = x[target];
    const float sum = exponentials<true>(x, largest, x, n);
    multiply(x, rows.weights[r] / sum, n);
    x[target] -= rows.weights[r];
    loss += static_cast<double>(rows.weights[r]) *
            (std::log(static_cast<double>(sum)) + static_cast<double>(largest - at_target));
  }
  return loss;
}

float log_sum(const float* x, std::size_t n) {
  float largest = kLowest;
  for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, x[i]);
  return largest + std::log(exponentials<false>(x, largest, nullptr, n));
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(cross_entropy);
HWY_EXPORT(log_sum);

double softmax_cross_entropy(const SoftmaxCrossEntropy& rows) {
  return HWY_DYNAMIC_DISPATCH(cross_entropy)(rows);
}

float log_sum_exp(std::span<const float> x) {
  return HWY_DYNAMIC_DISPATCH(log_sum)(x.data(), x.size());
}

namespace reference {

double softmax_cross_entropy(const SoftmaxCrossEntropy& rows) {
  double loss = 0.0;
  for (std::size_t r = 0; r < rows.logits.rows; ++r) {
    const auto x = rows.logits.row_span(r);
    const auto weight = static_cast<double>(rows.weights[r]);
    double largest = -std::numeric_limits<double>::max();
    for (std::size_t j = 0; j < x.size(); ++j) {
      largest = std::max(largest, static_cast<double>(x[j] += rows.bias[j]));
    }
    double sum = 0.0;
    for (const float value : x) sum += std::exp(static_cast<double>(value) - largest);
    loss += weight * (std::log(sum) + largest - static_cast<double>(x[rows.targets[r]]));
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double p = std::exp(static_cast<double>(x[j]) - largest) / sum;
      x[j] = static_cast<float>(weight * (p - (j == rows.targets[r] ? 1.0 : 0.0)));
    }
  }
  return loss;
}

float log_sum_exp(std::span<const float> x) {
  double largest = -std::numeric_limits<double>::max();
  for (const float value : x) largest = std::max(largest, static_cast<double>(value));
  double sum = 0.0;
  for (const float value : x) sum += std::exp(static_cast<double>(value) - largest);
  return static_cast<float>(largest + std::log(sum));
}

}  // namespace reference
}  // namespace attune::tensor
#endif
