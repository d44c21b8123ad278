#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "foundation/tensor/matrix.h"

namespace attune::nn {

/// rows_r = table[indices_r].
void gather_rows(tensor::ConstMatrixView table, std::span<const std::uint32_t> indices,
                 tensor::MatrixView rows);
/// table[indices_r] += rows_r; in the order of the rows, so that sums are the same bits each time.
void scatter_add_rows(tensor::ConstMatrixView rows, std::span<const std::uint32_t> indices,
                      tensor::MatrixView table);

/// A sparse matrix of features: row r has entries [offsets[r], offsets[r + 1]).
struct SparseRows {
  std::size_t feature_count = 0;
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint32_t> features;  // < feature_count
  std::vector<float> values;

  [[nodiscard]] std::size_t row_count() const { return offsets.size() - 1; }
};
/// y += features of `row` times table (feature_count, n).
void add_features(const SparseRows& rows, std::size_t row, tensor::ConstMatrixView table,
                  std::span<float> y);
/// d_table += features of `row`, transposed, times d_y.
void add_feature_gradients(const SparseRows& rows, std::size_t row, std::span<const float> d_y,
                           tensor::MatrixView d_table);

}  // namespace attune::nn
