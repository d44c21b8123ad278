#include "learning/nn/linear.h"

#include <algorithm>

#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"

namespace attune::nn {

using tensor::Accumulate;
using tensor::Transpose;

void linear_forward(tensor::ConstMatrixView x, tensor::ConstMatrixView weight,
                    std::span<const float> bias, tensor::MatrixView y) {
  for (std::size_t r = 0; r < y.rows; ++r) {
    if (bias.empty()) {
      std::ranges::fill(y.row_span(r), 0.0F);
    } else {
      std::ranges::copy(bias, y.row(r));
    }
  }
  if (x.rows == 1) {
    tensor::add_vector_times_matrix(x.row_span(0), weight, y.row_span(0));
  } else {
    tensor::gemm(Transpose::kNo, x, Transpose::kNo, weight, Accumulate::kYes, y);
  }
}

void linear_backward(const LinearBackward& layer) {
  tensor::gemm(Transpose::kYes, layer.x, Transpose::kNo, layer.d_y, Accumulate::kYes,
               layer.d_weight);
  if (!layer.d_bias.empty()) add_column_sums(layer.d_y, layer.d_bias);
  if (layer.d_x.rows == 0) return;
  tensor::gemm(Transpose::kNo, layer.d_y, Transpose::kYes, layer.weight, Accumulate::kNo,
               layer.d_x);
}

void add_column_sums(tensor::ConstMatrixView rows, std::span<float> sums) {
  for (std::size_t r = 0; r < rows.rows; ++r) tensor::add_scaled(1.0F, rows.row_span(r), sums);
}

}  // namespace attune::nn
