#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/tensor/gemm.h"
#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// Whether this CPU multiplies pairs of bfloat16 (AVX512-BF16). What else is declared here and in
/// bf16_softmax.h may be called only where it does.
[[nodiscard]] bool has_bf16();

/// Two neighbours along the inner dimension of a product, rounded to nearest even; the first is the
/// lower half. An inner dimension of odd size has a zero behind it.
using Bf16Pair = std::uint32_t;

/// Pairs from an address where a cache line starts; growing loses them. Movable.
class Bf16Store {
 public:
  Bf16Pair* reserve(std::size_t pairs);
  [[nodiscard]] const Bf16Pair* data() const { return values_.data() + shift_; }

 private:
  std::vector<Bf16Pair> values_;
  std::size_t shift_ = 0;
};

/// A left operand (rows, inner): pair p of row i is data[i * row_stride + p * pair_stride], one of
/// the strides being 1. Does not own.
struct Bf16Left {
  const Bf16Pair* data = nullptr;
  std::size_t rows = 0;
  std::size_t pairs = 0;
  std::size_t row_stride = 1;
  std::size_t pair_stride = 1;
  [[nodiscard]] Bf16Left row_range(std::size_t first, std::size_t count) const {
    ATTUNE_CHECK(first + count <= rows);
    return {data + first * row_stride, count, pairs, row_stride, pair_stride};
  }
};
/// op(a), in `store`.
[[nodiscard]] Bf16Left bf16_left(Transpose transpose, ConstMatrixView a, Bf16Store& store);

/// A right operand (inner, columns) in panels of kBf16PanelColumns columns: pair p of column j of
/// panel i is data[(i * pairs + p) * kBf16PanelColumns + j]. Does not own.
inline constexpr std::size_t kBf16PanelColumns = 32;
struct Bf16Right {
  const Bf16Pair* data = nullptr;
  std::size_t pairs = 0;
  std::size_t columns = 0;
};
/// op(b), in `store`.
[[nodiscard]] Bf16Right bf16_right(Transpose transpose, ConstMatrixView b, Bf16Store& store);

/// c (rows, columns) = a b, or c += with kYes, summed in fp32. Runs on the calling thread only. The
/// same shapes and values give the same bits.
void bf16_gemm(const Bf16Left& a, const Bf16Right& b, Accumulate accumulate, MatrixView c);

}  // namespace attune::tensor
