#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/gated_units.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "foundation/tensor/gated_units.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

void clamp_below_zero(float* x, std::size_t size) {
  const Floats d;
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), size - i);
    store(d, hn::Max(load(d, x + i, n), hn::Zero(d)), x + i, n);
  }
}

void clear_where_zero(const float* y, float* slope, std::size_t size) {
  const Floats d;
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), size - i);
    const auto alive = hn::Gt(load(d, y + i, n), hn::Zero(d));
    store(d, hn::IfThenElseZero(alive, load(d, slope + i, n)), slope + i, n);
  }
}

void glu_forward(const SwigluForward& rows) {
  const Floats d;
  const std::size_t size = rows.y.columns;
  for (std::size_t r = 0; r < rows.y.rows; ++r) {
    const float* a = rows.ab.row(r);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto x = load(d, a + i, n);
      const auto y = hn::Mul(hn::Mul(x, sigmoid(d, x)), load(d, a + size + i, n));
      store(d, y, rows.y.row(r) + i, n);
    }
  }
}

void glu_backward(const SwigluBackward& rows) {
  const Floats d;
  const auto one = hn::Set(d, 1.0F);
  const std::size_t size = rows.d_y.columns;
  for (std::size_t r = 0; r < rows.d_y.rows; ++r) {
    float* a = rows.ab.row(r);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto x = load(d, a + i, n);
      const auto b = load(d, a + size + i, n);
      const auto slope = load(d, rows.d_y.row(r) + i, n);
      const auto s = sigmoid(d, x);
      const auto silu = hn::Mul(x, s);
      // (x s)' = s + x s (1 - s)
      const auto d_silu = hn::MulAdd(silu, hn::Sub(one, s), s);
      store(d, hn::Mul(hn::Mul(slope, b), d_silu), a + i, n);
      store(d, hn::Mul(slope, silu), a + size + i, n);
    }
  }
}

void sum_forward(const GatedSumForward& rows) {
  const Floats d;
  const std::size_t size = rows.sum.columns;
  for (std::size_t r = 0; r < rows.sum.rows; ++r) {
    float* gate = rows.gate.row(r);
    float* sum = rows.sum.row(r);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto s = sigmoid(d, load(d, gate + i, n));
      store(d, s, gate + i, n);
      store(d, hn::MulAdd(s, load(d, rows.branch.row(r) + i, n), load(d, sum + i, n)), sum + i, n);
    }
  }
}

void sum_backward(const GatedSumBackward& rows) {
  const Floats d;
  const auto one = hn::Set(d, 1.0F);
  const std::size_t size = rows.d_sum.columns;
  for (std::size_t r = 0; r < rows.d_sum.rows; ++r) {
    float* gate = rows.gate.row(r);
    float* branch = rows.branch.row(r);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto s = load(d, gate + i, n);
      const auto slope = load(d, rows.d_sum.row(r) + i, n);
      const auto d_branch = hn::Mul(slope, s);
      const auto d_gate = hn::Mul(hn::Mul(d_branch, load(d, branch + i, n)), hn::Sub(one, s));
      store(d, d_gate, gate + i, n);
      store(d, d_branch, branch + i, n);
    }
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(clamp_below_zero);
HWY_EXPORT(clear_where_zero);
HWY_EXPORT(glu_forward);
HWY_EXPORT(glu_backward);
HWY_EXPORT(sum_forward);
HWY_EXPORT(sum_backward);

void relu(std::span<float> x) {
  HWY_DYNAMIC_DISPATCH(clamp_below_zero)(x.data(), x.size());
}
void relu_backward(std::span<const float> y, std::span<float> d) {
  HWY_DYNAMIC_DISPATCH(clear_where_zero)(y.data(), d.data(), d.size());
}
void swiglu_forward(const SwigluForward& rows) {
  HWY_DYNAMIC_DISPATCH(glu_forward)(rows);
}
void swiglu_backward(const SwigluBackward& rows) {
  HWY_DYNAMIC_DISPATCH(glu_backward)(rows);
}
void gated_sum_forward(const GatedSumForward& rows) {
  HWY_DYNAMIC_DISPATCH(sum_forward)(rows);
}
void gated_sum_backward(const GatedSumBackward& rows) {
  HWY_DYNAMIC_DISPATCH(sum_backward)(rows);
}

namespace reference {
namespace {
float logistic(float x) {
  return 1.0F / (1.0F + std::exp(-x));
}
}  // namespace

void swiglu_forward(const SwigluForward& rows) {
  const std::size_t size = rows.y.columns;
  for (std::size_t r = 0; r < rows.y.rows; ++r) {
    for (std::size_t i = 0; i < size; ++i) {
      const float a = rows.ab.row(r)[i];
      rows.y.row(r)[i] = a * logistic(a) * rows.ab.row(r)[size + i];
    }
  }
}

void swiglu_backward(const SwigluBackward& rows) {
  const std::size_t size = rows.d_y.columns;
  for (std::size_t r = 0; r < rows.d_y.rows; ++r) {
    for (std::size_t i = 0; i < size; ++i) {
      float& a = rows.ab.row(r)[i];
      float& b = rows.ab.row(r)[size + i];
      const float s = logistic(a);
      const float d_a = rows.d_y.row(r)[i] * b * (s + a * s * (1.0F - s));
      b = rows.d_y.row(r)[i] * a * s;
      a = d_a;
    }
  }
}

void gated_sum_forward(const GatedSumForward& rows) {
  for (std::size_t r = 0; r < rows.sum.rows; ++r) {
    for (std::size_t i = 0; i < rows.sum.columns; ++i) {
      rows.gate.row(r)[i] = logistic(rows.gate.row(r)[i]);
      rows.sum.row(r)[i] += rows.gate.row(r)[i] * rows.branch.row(r)[i];
    }
  }
}

void gated_sum_backward(const GatedSumBackward& rows) {
  for (std::size_t r = 0; r < rows.d_sum.rows; ++r) {
    for (std::size_t i = 0; i < rows.d_sum.columns; ++i) {
      float& gate = rows.gate.row(r)[i];
      float& branch = rows.branch.row(r)[i];
      const float slope = rows.d_sum.row(r)[i];
      const float d_gate = slope * branch * gate * (1.0F - gate);
      branch = slope * gate;
      gate = d_gate;
    }
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
