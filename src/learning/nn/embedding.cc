#include "learning/nn/embedding.h"

#include <algorithm>

#include "foundation/tensor/gemv.h"

namespace attune::nn {

void gather_rows(tensor::ConstMatrixView table, std::span<const std::uint32_t> indices,
                 tensor::MatrixView rows) {
  ATTUNE_CHECK(indices.size() == rows.rows && table.columns == rows.columns);
  for (std::size_t r = 0; r < indices.size(); ++r) {
    std::ranges::copy(table.row_span(indices[r]), rows.row(r));
  }
}

void scatter_add_rows(tensor::ConstMatrixView rows, std::span<const std::uint32_t> indices,
                      tensor::MatrixView table) {
  ATTUNE_CHECK(indices.size() == rows.rows && table.columns == rows.columns);
  for (std::size_t r = 0; r < indices.size(); ++r) {
    tensor::add_scaled(1.0F, rows.row_span(r), table.row_span(indices[r]));
  }
}

void add_features(const SparseRows& rows, std::size_t row, tensor::ConstMatrixView table,
                  std::span<float> y) {
  for (std::size_t k = rows.offsets[row]; k < rows.offsets[row + 1]; ++k) {
    tensor::add_scaled(rows.values[k], table.row_span(rows.features[k]), y);
  }
}

void add_feature_gradients(const SparseRows& rows, std::size_t row, std::span<const float> d_y,
                           tensor::MatrixView d_table) {
  for (std::size_t k = rows.offsets[row]; k < rows.offsets[row + 1]; ++k) {
    tensor::add_scaled(rows.values[k], d_y, d_table.row_span(rows.features[k]));
  }
}

}  // namespace attune::nn
