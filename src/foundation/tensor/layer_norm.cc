#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/layer_norm.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "foundation/tensor/layer_norm.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

float sum_of(const float* x, std::size_t size) {
  const Floats d;
  auto sum = hn::Zero(d);
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    sum = hn::Add(sum, load(d, x + i, std::min(hn::Lanes(d), size - i)));
  }
  return sum_of_lanes(d, sum);
}

/// to = from - shift; the sum of the squares.
float centre(const float* from, float shift, float* to, std::size_t size) {
  const Floats d;
  float squares = 0.0F;
  auto sum = hn::Zero(d);
  const std::size_t whole = size / hn::Lanes(d) * hn::Lanes(d);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) {
    const auto x = hn::Sub(hn::LoadU(d, from + i), hn::Set(d, shift));
    hn::StoreU(x, d, to + i);
    sum = hn::MulAdd(x, x, sum);
  }
  for (std::size_t i = whole; i < size; ++i) {
    to[i] = from[i] - shift;
    squares += to[i] * to[i];
  }
  return squares + sum_of_lanes(d, sum);
}

void forward(const LayerNormForward& rows) {
  const Floats d;
  const std::size_t size = rows.x.columns;
  for (std::size_t r = 0; r < rows.x.rows; ++r) {
    float* normal = rows.normal.row(r);
    const float mean = sum_of(rows.x.row(r), size) / static_cast<float>(size);
    const float variance = centre(rows.x.row(r), mean, normal, size) / static_cast<float>(size);
    rows.inverse[r] = 1.0F / std::sqrt(variance + kLayerNormEpsilon);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto x = hn::Mul(load(d, normal + i, n), hn::Set(d, rows.inverse[r]));
      store(d, x, normal + i, n);
      const auto y =
          hn::MulAdd(x, load(d, rows.gain.data() + i, n), load(d, rows.bias.data() + i, n));
      store(d, y, rows.y.row(r) + i, n);
    }
  }
}

void backward(const LayerNormBackward& rows) {
  const Floats d;
  const std::size_t size = rows.d_y.columns;
  for (std::size_t r = 0; r < rows.d_y.rows; ++r) {
    const float* d_y = rows.d_y.row(r);
    const float* normal = rows.normal.row(r);
    auto sum = hn::Zero(d);
    auto along = hn::Zero(d);
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto dy = load(d, d_y + i, n);
      const auto x = load(d, normal + i, n);
      const auto dn = hn::Mul(dy, load(d, rows.gain.data() + i, n));
      store(d, hn::MulAdd(dy, x, load(d, rows.d_gain.data() + i, n)), rows.d_gain.data() + i, n);
      store(d, hn::Add(dy, load(d, rows.d_bias.data() + i, n)), rows.d_bias.data() + i, n);
      sum = hn::Add(sum, dn);
      along = hn::MulAdd(dn, x, along);
    }
    const auto mean = hn::Set(d, sum_of_lanes(d, sum) / static_cast<float>(size));
    const auto slope = hn::Set(d, sum_of_lanes(d, along) / static_cast<float>(size));
    for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), size - i);
      const auto dn = hn::Mul(load(d, d_y + i, n), load(d, rows.gain.data() + i, n));
      const auto x = hn::NegMulAdd(load(d, normal + i, n), slope, hn::Sub(dn, mean));
      store(d, hn::Mul(x, hn::Set(d, rows.inverse[r])), rows.d_x.row(r) + i, n);
    }
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(forward);
HWY_EXPORT(backward);

void layer_norm_forward(const LayerNormForward& rows) {
  HWY_DYNAMIC_DISPATCH(forward)(rows);
}
void layer_norm_backward(const LayerNormBackward& rows) {
  HWY_DYNAMIC_DISPATCH(backward)(rows);
}

namespace reference {

void layer_norm_forward(const LayerNormForward& rows) {
  const auto size = static_cast<double>(rows.x.columns);
  for (std::size_t r = 0; r < rows.x.rows; ++r) {
    double mean = 0.0;
    for (const float x : rows.x.row_span(r)) mean += static_cast<double>(x) / size;
    double variance = 0.0;
    for (const float x : rows.x.row_span(r)) {
      variance += (static_cast<double>(x) - mean) * (static_cast<double>(x) - mean) / size;
    }
    const double inverse = 1.0 / std::sqrt(variance + static_cast<double>(kLayerNormEpsilon));
    rows.inverse[r] = static_cast<float>(inverse);
    for (std::size_t i = 0; i < rows.x.columns; ++i) {
      const auto normal =
          static_cast<float>((static_cast<double>(rows.x.row(r)[i]) - mean) * inverse);
      rows.normal.row(r)[i] = normal;
      rows.y.row(r)[i] = normal * rows.gain[i] + rows.bias[i];
    }
  }
}

void layer_norm_backward(const LayerNormBackward& rows) {
  const auto size = static_cast<float>(rows.d_y.columns);
  for (std::size_t r = 0; r < rows.d_y.rows; ++r) {
    float mean = 0.0F;
    float slope = 0.0F;
    for (std::size_t i = 0; i < rows.d_y.columns; ++i) {
      const float d_normal = rows.d_y.row(r)[i] * rows.gain[i];
      mean += d_normal / size;
      slope += d_normal * rows.normal.row(r)[i] / size;
      rows.d_gain[i] += rows.d_y.row(r)[i] * rows.normal.row(r)[i];
      rows.d_bias[i] += rows.d_y.row(r)[i];
    }
    for (std::size_t i = 0; i < rows.d_y.columns; ++i) {
      const float d_normal = rows.d_y.row(r)[i] * rows.gain[i];
      rows.d_x.row(r)[i] = rows.inverse[r] * (d_normal - mean - rows.normal.row(r)[i] * slope);
    }
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
