#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/adam.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "foundation/base/check.h"
#include "foundation/tensor/adam.h"
#include "foundation/tensor/simd-inl.h"

namespace attune::tensor {
#ifndef ATTUNE_TENSOR_ADAM_FACTORS
#define ATTUNE_TENSOR_ADAM_FACTORS
/// AdamStep with the bias corrections folded in.
struct AdamFactors {
  float beta1 = 0.0F;
  float beta2 = 0.0F;
  float rate = 0.0F;          // learning_rate / (1 - beta1^t)
  float square_scale = 0.0F;  // 1 / (1 - beta2^t)
  float epsilon = 0.0F;
};
#endif
}  // namespace attune::tensor

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

void update(const AdamFactors& f, const float* gradients, float* values, float* mean, float* square,
            std::size_t size) {
  const Floats d;
  const auto beta1 = hn::Set(d, f.beta1);
  const auto beta2 = hn::Set(d, f.beta2);
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), size - i);
    const auto g = load(d, gradients + i, n);
    const auto m = hn::MulAdd(beta1, hn::Sub(load(d, mean + i, n), g), g);
    const auto g2 = hn::Mul(g, g);
    const auto v = hn::MulAdd(beta2, hn::Sub(load(d, square + i, n), g2), g2);
    const auto root = hn::Sqrt(hn::Mul(v, hn::Set(d, f.square_scale)));
    const auto move = hn::Div(hn::Mul(m, hn::Set(d, f.rate)), hn::Add(root, hn::Set(d, f.epsilon)));
    store(d, m, mean + i, n);
    store(d, v, square + i, n);
    store(d, hn::Sub(load(d, values + i, n), move), values + i, n);
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(update);

void adam(const AdamStep& step, std::span<const float> gradients, std::span<float> values,
          std::span<float> mean, std::span<float> square) {
  ATTUNE_CHECK(gradients.size() == values.size() && values.size() == mean.size() &&
               mean.size() == square.size() && step.step > 0);
  const auto t = static_cast<double>(step.step);
  const AdamFactors factors{
      .beta1 = static_cast<float>(step.beta1),
      .beta2 = static_cast<float>(step.beta2),
      .rate = static_cast<float>(step.learning_rate / (1.0 - std::pow(step.beta1, t))),
      .square_scale = static_cast<float>(1.0 / (1.0 - std::pow(step.beta2, t))),
      .epsilon = static_cast<float>(step.epsilon)};
  HWY_DYNAMIC_DISPATCH(update)
  (factors, gradients.data(), values.data(), mean.data(), square.data(), values.size());
}

namespace reference {

void adam(const AdamStep& step, std::span<const float> gradients, std::span<float> values,
          std::span<float> mean, std::span<float> square) {
  const auto t = static_cast<double>(step.step);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto g = static_cast<double>(gradients[i]);
    const double m = step.beta1 * static_cast<double>(mean[i]) + (1.0 - step.beta1) * g;
    const double v = step.beta2 * static_cast<double>(square[i]) + (1.0 - step.beta2) * g * g;
    const double m_hat = m / (1.0 - std::pow(step.beta1, t));
    const double v_hat = v / (1.0 - std::pow(step.beta2, t));
    mean[i] = static_cast<float>(m);
    square[i] = static_cast<float>(v);
    values[i] -= static_cast<float>(step.learning_rate * m_hat / (std::sqrt(v_hat) + step.epsilon));
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
