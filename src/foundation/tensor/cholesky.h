#pragma once

#include <cstddef>

#include "foundation/base/error.h"
#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// The inverse of a symmetric positive definite matrix (n, n), in its place. Reads the lower
/// triangle, writes the whole. kInvalidInput when the matrix is not positive definite; it is then
/// spoilt. n^3 multiplications and additions on `worker_count` (0: one per core) threads; the bits
/// do not depend on their number. Works in n * kCholeskyBlock floats beside the matrix.
[[nodiscard]] Result<void> cholesky_inverse(MatrixView matrix, std::size_t worker_count);
inline constexpr std::size_t kCholeskyBlock = 256;

}  // namespace attune::tensor
