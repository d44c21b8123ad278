// Vector building blocks, compiled once for each instruction set: include it only in a source file
// that includes hwy/foreach_target.h first.
#if defined(ATTUNE_TENSOR_SIMD_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTUNE_TENSOR_SIMD_INL_H
#undef ATTUNE_TENSOR_SIMD_INL_H
#else
#define ATTUNE_TENSOR_SIMD_INL_H
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;

/// The first `count` (1 .. lanes) values; the other lanes are 0.
HWY_INLINE Vector load(Floats d, const float* from, std::size_t count) {
  if (HWY_LIKELY(count >= hn::Lanes(d))) return hn::LoadU(d, from);
  HWY_ALIGN float lanes[hn::MaxLanes(d)] = {};
  std::memcpy(lanes, from, count * sizeof(float));
  return hn::Load(d, lanes);
}

HWY_INLINE void store(Floats d, Vector value, float* to, std::size_t count) {
  if (HWY_LIKELY(count >= hn::Lanes(d))) return hn::StoreU(value, d, to);
  HWY_ALIGN float lanes[hn::MaxLanes(d)];
  hn::Store(value, d, lanes);
  std::memcpy(to, lanes, count * sizeof(float));
}

HWY_INLINE float sum_of_lanes(Floats d, Vector value) {
  return hn::GetLane(hn::SumOfLanes(d, value));
}

/// e^x to 2 ulp; x is clamped to where the result is a normal number. Coefficients: Cephes expf.
HWY_INLINE Vector exp(Floats d, Vector x) {
  const hn::RebindToSigned<Floats> di;
  x = hn::Min(hn::Max(x, hn::Set(d, -87.3F)), hn::Set(d, 88.3F));
  const Vector n = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504088896341F)));
  Vector r = hn::NegMulAdd(n, hn::Set(d, 0.693359375F), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4F), r);
  Vector p = hn::Set(d, 1.9875691500e-4F);
  p = hn::MulAdd(p, r, hn::Set(d, 1.3981999507e-3F));
  p = hn::MulAdd(p, r, hn::Set(d, 8.3334519073e-3F));
  p = hn::MulAdd(p, r, hn::Set(d, 4.1665795894e-2F));
  p = hn::MulAdd(p, r, hn::Set(d, 1.6666665459e-1F));
  p = hn::MulAdd(p, r, hn::Set(d, 5.0000001201e-1F));
  p = hn::MulAdd(p, hn::Mul(r, r), hn::Add(r, hn::Set(d, 1.0F)));
  const auto exponent = hn::ShiftLeft<23>(hn::Add(hn::ConvertTo(di, n), hn::Set(di, 127)));
  return hn::Mul(p, hn::BitCast(d, exponent));
}

HWY_INLINE Vector sigmoid(Floats d, Vector x) {
  const Vector one = hn::Set(d, 1.0F);
  return hn::Div(one, hn::Add(one, exp(d, hn::Neg(x))));
}

/// Cephes tanhf: a polynomial near 0, where 1 - 2 / (e^2x + 1) would cancel.
HWY_INLINE Vector tanh(Floats d, Vector x) {
  const Vector one = hn::Set(d, 1.0F);
  const Vector two = hn::Set(d, 2.0F);
  const Vector far = hn::Sub(one, hn::Div(two, hn::Add(exp(d, hn::Mul(two, x)), one)));
  const Vector z = hn::Mul(x, x);
  Vector p = hn::Set(d, -5.70498872745e-3F);
  p = hn::MulAdd(p, z, hn::Set(d, 2.06390887954e-2F));
  p = hn::MulAdd(p, z, hn::Set(d, -5.37397155531e-2F));
  p = hn::MulAdd(p, z, hn::Set(d, 1.33314422036e-1F));
  p = hn::MulAdd(p, z, hn::Set(d, -3.33332819422e-1F));
  const Vector near = hn::MulAdd(hn::Mul(x, z), p, x);
  return hn::IfThenElse(hn::Lt(hn::Abs(x), hn::Set(d, 0.625F)), near, far);
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
