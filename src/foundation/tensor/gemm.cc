#include "foundation/tensor/gemm.h"

#include <cblas.h>

#include <algorithm>

#include "foundation/tensor/bf16_gemm.h"

namespace attune::tensor {
namespace {

// Threads inside small products cost more than they give; workers are the parallelism.
void use_one_thread() {
  static const bool done = [] {
    openblas_set_num_threads(1);
    return true;
  }();
  static_cast<void>(done);
}

blasint to_blas(std::size_t extent) {
  return static_cast<blasint>(extent);
}

CBLAS_TRANSPOSE to_blas(Transpose transpose) {
  return transpose == Transpose::kYes ? CblasTrans : CblasNoTrans;
}

}  // namespace

void gemm(Transpose transpose_a, ConstMatrixView a, Transpose transpose_b, ConstMatrixView b,
          Accumulate accumulate, MatrixView c, Precision precision) {
  const std::size_t inner = transpose_a == Transpose::kYes ? a.rows : a.columns;
  ATTUNE_CHECK(c.rows == (transpose_a == Transpose::kYes ? a.columns : a.rows));
  ATTUNE_CHECK(c.columns == (transpose_b == Transpose::kYes ? b.rows : b.columns));
  ATTUNE_CHECK(inner == (transpose_b == Transpose::kYes ? b.columns : b.rows));
  if (c.rows == 0 || c.columns == 0) return;
  if (inner == 0) {
    if (accumulate == Accumulate::kYes) return;
    for (std::size_t r = 0; r < c.rows; ++r) std::ranges::fill(c.row_span(r), 0.0F);
    return;
  }
  if (precision == Precision::kBf16 && has_bf16()) {
    thread_local Bf16Store left, right;
    bf16_gemm(bf16_left(transpose_a, a, left), bf16_right(transpose_b, b, right), accumulate, c);
    return;
  }
  use_one_thread();
  cblas_sgemm(CblasRowMajor, to_blas(transpose_a), to_blas(transpose_b), to_blas(c.rows),
              to_blas(c.columns), to_blas(inner), 1.0F, a.data, to_blas(a.stride), b.data,
              to_blas(b.stride), accumulate == Accumulate::kYes ? 1.0F : 0.0F, c.data,
              to_blas(c.stride));
}

}  // namespace attune::tensor
