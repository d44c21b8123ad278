#pragma once

#include <cstddef>
#include <vector>

#include "foundation/tensor/matrix.h"
#include "learning/nn/embedding.h"

namespace attune::models {

struct RegressionOptions {
  double ridge = 5.0;  // added to the diagonal of F^T F, above 0
  int iterations = 30;
};

/// W (features, n) that brings F W near to the targets in least squares:
///   W = (F^T F + ridge I)^-1 F^T Y   over the rows r with uses[r]
/// by conjugate gradients, each column of its own. `targets` (rows, n).
[[nodiscard]] std::vector<float> regress(const nn::SparseRows& features,
                                         tensor::ConstMatrixView targets,
                                         const std::vector<bool>& uses,
                                         const RegressionOptions& options);

}  // namespace attune::models
