#pragma once

#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// y_r = matrix_r . x + bias_r: scores of all rows for one vector. x (columns), bias and y (rows);
/// an empty bias is 0.
void score_rows(ConstMatrixView matrix, std::span<const float> x, std::span<const float> bias,
                std::span<float> y);

/// y (columns) += x (rows) * matrix.
void add_vector_times_matrix(std::span<const float> x, ConstMatrixView matrix, std::span<float> y);

/// y += factor * x.
void add_scaled(float factor, std::span<const float> x, std::span<float> y);

[[nodiscard]] float dot(std::span<const float> x, std::span<const float> y);

namespace reference {
void score_rows(ConstMatrixView matrix, std::span<const float> x, std::span<const float> bias,
                std::span<float> y);
void add_vector_times_matrix(std::span<const float> x, ConstMatrixView matrix, std::span<float> y);
}  // namespace reference

}  // namespace attune::tensor
