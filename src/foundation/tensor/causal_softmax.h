#pragma once

#include <cstddef>
#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// The scores of queries that may see the keys up to their own: row r has `before` + r + 1 of the
/// columns, the others become 0. In place:
///   x_rj <- exp(scale x_rj - log_sum_r),   log_sum_r = log sum_j exp(scale x_rj)
struct CausalSoftmax {
  MatrixView scores;  // (m, n)
  std::size_t before = 0;
  float scale = 1.0F;
  std::span<float> log_sums;  // (m) out
};
void causal_softmax(const CausalSoftmax& rows);

/// The same weights from scores whose `log_sums` are known.
void causal_softmax_again(const CausalSoftmax& rows);

/// The gradient of the scores, in place of that of the weights:
///   d_rj <- scale p_rj (d_rj - shift_r),   shift_r = sum_j p_rj d_rj, given
struct CausalSoftmaxBackward {
  ConstMatrixView weights;  // (m, n) p
  MatrixView d_weights;     // (m, n)
  float scale = 1.0F;
  std::span<const float> shifts;  // (m)
};
void causal_softmax_backward(const CausalSoftmaxBackward& rows);

namespace reference {
void causal_softmax(const CausalSoftmax& rows);
void causal_softmax_backward(const CausalSoftmaxBackward& rows);
}  // namespace reference

}  // namespace attune::tensor
