#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include "foundation/base/check.h"

namespace attune::tensor {

/// A row-major matrix somewhere else: row r starts at data + r * stride. Does not own.
template <typename T>
struct BasicMatrixView {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t stride = 0;  // >= columns

  BasicMatrixView() = default;
  BasicMatrixView(T* first, std::size_t row_count, std::size_t column_count)
      : BasicMatrixView(first, row_count, column_count, column_count) {}
  BasicMatrixView(T* first, std::size_t row_count, std::size_t column_count, std::size_t row_stride)
      : data(first), rows(row_count), columns(column_count), stride(row_stride) {}
  /// A matrix to write is one to read.
  template <typename U>
    requires(sizeof(U) == sizeof(T) && !std::is_const_v<U>)
  BasicMatrixView(const BasicMatrixView<U>& other)  // NOLINT(google-explicit-constructor)
      : BasicMatrixView(other.data, other.rows, other.columns, other.stride) {}

  [[nodiscard]] T* row(std::size_t r) const { return data + r * stride; }
  [[nodiscard]] std::span<T> row_span(std::size_t r) const { return {row(r), columns}; }
  [[nodiscard]] BasicMatrixView row_range(std::size_t first, std::size_t count) const {
    ATTUNE_CHECK(first + count <= rows);
    return {row(first), count, columns, stride};
  }
  [[nodiscard]] BasicMatrixView column_range(std::size_t first, std::size_t count) const {
    ATTUNE_CHECK(first + count <= columns);
    return {data + first, rows, count, stride};
  }
};

using MatrixView = BasicMatrixView<float>;
using ConstMatrixView = BasicMatrixView<const float>;

}  // namespace attune::tensor
