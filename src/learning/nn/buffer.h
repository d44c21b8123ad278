#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "foundation/tensor/matrix.h"

namespace attune::nn {

/// A matrix that owns its values; reshaping keeps the memory, so that a pass over the next batch
/// allocates nothing once the largest batch was seen.
class Buffer {
 public:
  Buffer() = default;
  Buffer(std::size_t rows, std::size_t columns) { reshape(rows, columns); }

  /// The values are unspecified afterwards.
  tensor::MatrixView reshape(std::size_t rows, std::size_t columns) {
    rows_ = rows;
    columns_ = columns;
    if (values_.size() < rows * columns) values_.resize(rows * columns);
    return view();
  }
  tensor::MatrixView reshape_zero(std::size_t rows, std::size_t columns) {
    reshape(rows, columns);
    std::ranges::fill(span(), 0.0F);
    return view();
  }
  [[nodiscard]] tensor::MatrixView view() { return {values_.data(), rows_, columns_}; }
  [[nodiscard]] tensor::ConstMatrixView view() const { return {values_.data(), rows_, columns_}; }
  [[nodiscard]] std::span<float> span() { return {values_.data(), rows_ * columns_}; }
  [[nodiscard]] std::span<const float> span() const { return {values_.data(), rows_ * columns_}; }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<float> values_;
};

}  // namespace attune::nn
