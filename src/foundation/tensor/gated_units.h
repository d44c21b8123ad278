#pragma once

#include <cstddef>
#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// x = max(x, 0).
void relu(std::span<float> x);
/// d = 0 where y = relu(.) is 0.
void relu_backward(std::span<const float> y, std::span<float> d);

/// SwiGLU (Shazeer 2020): y = a sigmoid(a) b.
struct SwigluForward {
  ConstMatrixView ab;  // (rows, 2 n): a, then b
  MatrixView y;        // (rows, n) out
};
void swiglu_forward(const SwigluForward& rows);

struct SwigluBackward {
  MatrixView ab;        // (rows, 2 n) in: a, b; out: their gradients
  ConstMatrixView d_y;  // (rows, n)
};
void swiglu_backward(const SwigluBackward& rows);

/// A gated residual: sum += sigmoid(gate) branch.
struct GatedSumForward {
  MatrixView gate;         // (rows, n) in: pre-activation; out: sigmoid of it
  ConstMatrixView branch;  // (rows, n)
  MatrixView sum;          // (rows, n)
};
void gated_sum_forward(const GatedSumForward& rows);

struct GatedSumBackward {
  MatrixView gate;        // in: sigmoid; out: the gradient of its pre-activation
  MatrixView branch;      // in: branch; out: its gradient
  ConstMatrixView d_sum;  // (rows, n)
};
void gated_sum_backward(const GatedSumBackward& rows);

namespace reference {
void swiglu_forward(const SwigluForward& rows);
void swiglu_backward(const SwigluBackward& rows);
void gated_sum_forward(const GatedSumForward& rows);
void gated_sum_backward(const GatedSumBackward& rows);
}  // namespace reference

}  // namespace attune::tensor
