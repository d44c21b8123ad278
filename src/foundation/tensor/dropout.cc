#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/dropout.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>

#include "foundation/base/check.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

using Words = hn::RebindToUnsigned<Floats>;

/// A 32-bit mixer with two multiplications (Ettinger's "lowbias32", bias 0.17).
HWY_INLINE hn::Vec<Words> mix(Words d, hn::Vec<Words> x) {
  x = hn::Mul(hn::Xor(x, hn::ShiftRight<16>(x)), hn::Set(d, 0x7feb352dU));
  x = hn::Mul(hn::Xor(x, hn::ShiftRight<15>(x)), hn::Set(d, 0x846ca68bU));
  return hn::Xor(x, hn::ShiftRight<16>(x));
}

void drop_values(float* values, std::size_t size, std::uint32_t threshold, float scale,
                 std::uint64_t seed) {
  const Floats d;
  const Words dw;
  const auto low = hn::Set(dw, static_cast<std::uint32_t>(seed));
  const auto high = hn::Set(dw, static_cast<std::uint32_t>(seed >> 32U));
  const auto limit = hn::Set(hn::RebindToSigned<Floats>(), static_cast<std::int32_t>(threshold));
  const auto scales = hn::Set(d, scale);
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), size - i);
    const auto index = hn::Iota(dw, static_cast<std::uint32_t>(i));
    const auto random = hn::ShiftRight<1>(mix(dw, hn::Xor(mix(dw, hn::Xor(index, low)), high)));
    const auto drop = hn::Gt(limit, hn::BitCast(hn::RebindToSigned<Floats>(), random));
    const auto value = hn::Mul(load(d, values + i, n), scales);
    store(d, hn::IfThenZeroElse(hn::RebindMask(d, drop), value), values + i, n);
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {
namespace {

/// Of 31 random bits.
std::uint32_t threshold_of(double rate) {
  ATTUNE_CHECK(rate >= 0.0 && rate < 1.0);
  return static_cast<std::uint32_t>(rate * 2147483648.0);
}

std::uint32_t mix_one(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * 0x7feb352dU;
  x = (x ^ (x >> 15U)) * 0x846ca68bU;
  return x ^ (x >> 16U);
}

}  // namespace

HWY_EXPORT(drop_values);

void dropout(std::span<float> values, double rate, std::uint64_t seed) {
  if (rate == 0.0) return;
  HWY_DYNAMIC_DISPATCH(drop_values)
  (values.data(), values.size(), threshold_of(rate), static_cast<float>(1.0 / (1.0 - rate)), seed);
}

bool dropout_keeps(std::uint32_t index, double rate, std::uint64_t seed) {
  const auto low = static_cast<std::uint32_t>(seed);
  const auto high = static_cast<std::uint32_t>(seed >> 32U);
  return (mix_one(mix_one(index ^ low) ^ high) >> 1U) >= threshold_of(rate);
}

namespace reference {

void dropout(std::span<float> values, double rate, std::uint64_t seed) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool keep = dropout_keeps(static_cast<std::uint32_t>(i), rate, seed);
    values[i] = keep ? values[i] * static_cast<float>(1.0 / (1.0 - rate)) : 0.0F;
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
