#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/tensor/matrix.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

struct FactoriseOptions {
  std::size_t dimensions = 100;
  std::uint64_t seed = 1;
  std::size_t worker_count = 0;  // 0: one per core
};

/// Vectors whose products come nearest to a matrix.
struct Factors {
  std::size_t dimensions = 0;
  std::vector<float> vectors;  // (items, dimensions), the strongest direction first

  [[nodiscard]] tensor::ConstMatrixView view() const {
    return {vectors.data(), dimensions == 0 ? 0 : vectors.size() / dimensions, dimensions};
  }
};

/// V with V V^T near the sparse, nearly symmetric `matrix`: its eigenvectors of the largest
/// positive eigenvalues, times their roots, by subspace iteration from random vectors (Halko et al.
/// 2011). The bits do not depend on the number of workers. Memory: 12 bytes an item and dimension.
[[nodiscard]] Factors factorise(const NeighbourLists& matrix, const FactoriseOptions& options);

}  // namespace attune::models
