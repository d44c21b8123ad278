#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/tensor/bf16_gemm.h"
#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// The gradients of a tile of logits (rows, n) in bfloat16, in the orders that their products read.
class Bf16Gradients {
 public:
  /// The values are unspecified afterwards.
  void reshape(std::size_t rows, std::size_t columns);
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }

  [[nodiscard]] Bf16Left by_row() const;     // (rows, n)
  [[nodiscard]] Bf16Left by_column() const;  // (n, rows): the transpose
  /// Where row `row`'s pairs of columns begin, and those of rows `row` and `row` + 1 (`row` even).
  [[nodiscard]] Bf16Pair* row(std::size_t row) { return rows_data_ + row * pair_count(); }
  [[nodiscard]] Bf16Pair* row_pair(std::size_t row) { return columns_data_ + row / 2 * stride_; }

 private:
  [[nodiscard]] std::size_t pair_count() const { return (columns_ + 1) / 2; }

  Bf16Store row_store_, column_store_;
  Bf16Pair* rows_data_ = nullptr;
  Bf16Pair* columns_data_ = nullptr;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t stride_ = 0;  // of pairs of rows
};

/// softmax_cross_entropy of foundation/tensor/softmax.h for rows [first, first + logits.rows) of
/// `gradients`, whose columns are the logits'; `first` is even, and an odd number of rows ends
/// them. The gradients' sums by column are added to `d_bias`. The logits are scratch afterwards.
struct Bf16CrossEntropy {
  MatrixView logits;                       // (rows, n)
  std::span<const float> bias;             // (n)
  std::span<const std::uint32_t> targets;  // (rows) < n
  std::span<const float> weights;          // (rows)
  std::span<float> d_bias;                 // (n) added to
  std::span<float> d_targets;              // (rows) out: the targets' gradients in fp32
};
double bf16_softmax_cross_entropy(const Bf16CrossEntropy& rows, std::size_t first,
                                  Bf16Gradients& gradients);

}  // namespace attune::tensor
