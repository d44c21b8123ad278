#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/log_one_plus.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "foundation/tensor/log_one_plus.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

/// log(y), y >= 1. Coefficients: Cephes logf.
HWY_INLINE Vector log_from_one(Floats d, Vector y) {
  const hn::RebindToSigned<Floats> di;
  // y = m 2^e with m in [sqrt(1/2), sqrt(2)).
  constexpr std::int32_t kRootOfHalf = 0x3F3504F3;
  const auto bits = hn::Sub(hn::BitCast(di, y), hn::Set(di, kRootOfHalf));
  const auto e = hn::ShiftRight<23>(bits);
  const auto mantissa = hn::Add(hn::And(bits, hn::Set(di, 0x007FFFFF)), hn::Set(di, kRootOfHalf));
  const Vector f = hn::Sub(hn::BitCast(d, mantissa), hn::Set(d, 1.0F));
  const Vector exponent = hn::ConvertTo(d, e);
  Vector p = hn::Set(d, 7.0376836292e-2F);
  p = hn::MulAdd(p, f, hn::Set(d, -1.1514610310e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, 1.1676998740e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, -1.2420140846e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, 1.4249322787e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, -1.6668057665e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, 2.0000714765e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, -2.4999993993e-1F));
  p = hn::MulAdd(p, f, hn::Set(d, 3.3333331174e-1F));
  const Vector z = hn::Mul(f, f);
  Vector tail = hn::MulAdd(hn::Mul(p, f), z, hn::Mul(exponent, hn::Set(d, -2.12194440e-4F)));
  tail = hn::MulAdd(z, hn::Set(d, -0.5F), tail);
  return hn::MulAdd(exponent, hn::Set(d, 0.693359375F), hn::Add(f, tail));
}

void log_each(float* x, std::size_t n) {
  const Floats d;
  const Vector one = hn::Set(d, 1.0F);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const std::size_t m = std::min(hn::Lanes(d), n - i);
    store(d, log_from_one(d, hn::Add(load(d, x + i, m), one)), x + i, m);
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(log_each);

void log_one_plus(std::span<float> x) {
  HWY_DYNAMIC_DISPATCH(log_each)(x.data(), x.size());
}

namespace reference {

void log_one_plus(std::span<float> x) {
  for (float& value : x) value = std::log1p(value);
}

}  // namespace reference
}  // namespace attune::tensor
#endif
