// Counting bits is one instruction there.
#define HWY_WANT_AVX3_DL
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/common_bits.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/base/check.h"
#include "foundation/tensor/common_bits.h"

namespace attune::tensor {
#ifndef ATTUNE_TENSOR_COMMON_BITS_TILE
#define ATTUNE_TENSOR_COMMON_BITS_TILE
using BitTile = std::array<std::uint32_t, kBitTile * kBitTile>;
#endif
}  // namespace attune::tensor

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Rows a .. a + 3 against rows b .. b + 3.
void count_tile(const BitMatrix& matrix, std::size_t a, std::size_t b, BitTile& counts) {
  const hn::ScalableTag<std::uint64_t> d;
  using Words = hn::Vec<decltype(d)>;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < kBitTile; ++i) {
    const std::uint64_t* left = matrix.row(a + i);
    Words sum0 = hn::Zero(d), sum1 = hn::Zero(d), sum2 = hn::Zero(d), sum3 = hn::Zero(d);
    for (std::size_t w = 0; w < matrix.stride(); w += lanes) {
      const Words own = hn::LoadU(d, left + w);
      const auto common = [&](std::size_t j) {
        return hn::PopulationCount(hn::And(own, hn::LoadU(d, matrix.row(b + j) + w)));
      };
      sum0 = hn::Add(sum0, common(0));
      sum1 = hn::Add(sum1, common(1));
      sum2 = hn::Add(sum2, common(2));
      sum3 = hn::Add(sum3, common(3));
    }
    const auto total = [d](Words sum) {
      return static_cast<std::uint32_t>(hn::GetLane(hn::SumOfLanes(d, sum)));
    };
    counts[i * kBitTile + 0] = total(sum0);
    counts[i * kBitTile + 1] = total(sum1);
    counts[i * kBitTile + 2] = total(sum2);
    counts[i * kBitTile + 3] = total(sum3);
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(count_tile);

namespace {

std::size_t round_up(std::size_t value, std::size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

BitMatrix::BitMatrix(std::size_t rows, std::size_t columns)
    : rows_(rows),
      stride_(round_up((columns + 63) / 64, 8)),
      words_(round_up(rows, kBitTile) * stride_, 0) {}

void count_common_bits(const BitMatrix& matrix, std::size_t first, std::size_t last,
                       std::span<std::uint32_t> counts) {
  const std::size_t rows = matrix.rows();
  ATTUNE_CHECK(counts.size() == rows * rows && first % kBitTile == 0 && last <= rows);
  BitTile tile{};
  for (std::size_t a = first; a < last; a += kBitTile) {
    for (std::size_t b = a; b < rows; b += kBitTile) {
      HWY_DYNAMIC_DISPATCH(count_tile)(matrix, a, b, tile);
      for (std::size_t i = a; i < std::min(a + kBitTile, rows); ++i) {
        for (std::size_t j = b; j < std::min(b + kBitTile, rows); ++j) {
          const std::uint32_t common = tile[(i - a) * kBitTile + (j - b)];
          counts[i * rows + j] = common;
          counts[j * rows + i] = common;
        }
      }
    }
  }
}

}  // namespace attune::tensor
#endif
