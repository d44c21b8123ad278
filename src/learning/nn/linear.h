#pragma once

#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::nn {

/// y (n, out) = x (n, in) * weight (in, out) + bias (out); an empty bias is 0.
void linear_forward(tensor::ConstMatrixView x, tensor::ConstMatrixView weight,
                    std::span<const float> bias, tensor::MatrixView y);

/// Adds the gradients of weight and bias (where `d_bias` is not empty); writes d_x unless it has no
/// rows.
struct LinearBackward {
  tensor::ConstMatrixView x;
  tensor::ConstMatrixView weight;
  tensor::ConstMatrixView d_y;
  tensor::MatrixView d_weight;
  std::span<float> d_bias;
  tensor::MatrixView d_x;
};
void linear_backward(const LinearBackward& layer);

/// sums (columns) += the sum of the rows.
void add_column_sums(tensor::ConstMatrixView rows, std::span<float> sums);

}  // namespace attune::nn
