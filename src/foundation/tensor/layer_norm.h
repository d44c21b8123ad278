#pragma once

#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// y = gain * (x - mean) / sqrt(variance + epsilon) + bias, row by row (Ba et al. 2016).
struct LayerNormForward {
  ConstMatrixView x;            // (rows, n)
  std::span<const float> gain;  // (n)
  std::span<const float> bias;  // (n)
  MatrixView normal;            // (rows, n) out: the normalised rows, for the backward pass
  std::span<float> inverse;     // (rows) out: 1 / sqrt(variance + epsilon)
  MatrixView y;                 // (rows, n) out
};
inline constexpr float kLayerNormEpsilon = 1e-5F;
void layer_norm_forward(const LayerNormForward& rows);

struct LayerNormBackward {
  ConstMatrixView d_y;
  std::span<const float> gain;
  ConstMatrixView normal;
  std::span<const float> inverse;
  MatrixView d_x;           // out; may be d_y
  std::span<float> d_gain;  // added to
  std::span<float> d_bias;  // added to
};
void layer_norm_backward(const LayerNormBackward& rows);

namespace reference {
void layer_norm_forward(const LayerNormForward& rows);
void layer_norm_backward(const LayerNormBackward& rows);
}  // namespace reference

}  // namespace attune::tensor
