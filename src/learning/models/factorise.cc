#include "learning/models/factorise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/matrix.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {
namespace {

using tensor::ConstMatrixView;
using tensor::MatrixView;

constexpr int kIterations = 6;
constexpr std::size_t kSpareDimensions = 10;
constexpr int kJacobiSweepsMax = 30;

// y (items, n) = matrix x (items, n).
void multiply(const NeighbourLists& matrix, ConstMatrixView x, MatrixView y,
              std::size_t worker_count) {
  features::parallel_blocks({.count = y.rows,
                             .block_size = 64,
                             .worker_count = worker_count,
                             .run =
                                 [&](std::size_t, std::size_t begin, std::size_t end) {
                                   for (std::size_t item = begin; item < end; ++item) {
                                     const auto sum = y.row_span(item);
                                     std::ranges::fill(sum, 0.0F);
                                     const auto row = matrix.row(item);
                                     for (std::size_t i = 0; i < row.items.size(); ++i) {
                                       const auto other = static_cast<std::size_t>(row.items[i]);
                                       tensor::add_scaled(row.weights[i], {x.row(other), x.columns},
                                                          sum);
                                     }
                                   }
                                 },
                             .keep_going = {}});
}

// to = the transpose of from.
void transpose(ConstMatrixView from, MatrixView to) {
  for (std::size_t r = 0; r < from.rows; ++r) {
    for (std::size_t c = 0; c < from.columns; ++c) to.row(c)[r] = from.row(r)[c];
  }
}

// The rows become orthonormal (Gram-Schmidt, twice: once loses digits); a row that the others span
// becomes 0.
void orthonormalise(MatrixView rows) {
  constexpr float kNothingLeft = 1e-6F;
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const auto row = rows.row_span(r);
    const float before = std::sqrt(tensor::dot(row, row));
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t other = 0; other < r; ++other) {
        tensor::add_scaled(-tensor::dot(row, rows.row_span(other)), rows.row_span(other), row);
      }
    }
    const float length = std::sqrt(tensor::dot(row, row));
    const float scale = length > kNothingLeft * before ? 1.0F / length : 0.0F;
    for (float& value : row) value *= scale;
  }
}

/// Eigenvalues and eigenvectors (in columns) of a small symmetric matrix, by cyclic Jacobi
/// rotations (Golub & Van Loan, 8.5).
struct SmallEigen {
  std::size_t n;
  std::vector<double> a, vectors;

  SmallEigen(std::vector<double> matrix, std::size_t size)
      : n(size), a(std::move(matrix)), vectors(size * size, 0.0) {
    for (std::size_t i = 0; i < n; ++i) vectors[i * n + i] = 1.0;
    for (int sweep = 0; sweep < kJacobiSweepsMax && !is_diagonal(); ++sweep) {
      for (std::size_t p = 0; p < n; ++p) {
        for (std::size_t q = p + 1; q < n; ++q) rotate(p, q);
      }
    }
  }
  [[nodiscard]] double value(std::size_t i) const { return a[i * n + i]; }

 private:
  [[nodiscard]] bool is_diagonal() const {
    double off = 0.0, on = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) (i == j ? on : off) += a[i * n + j] * a[i * n + j];
    }
    return off <= 1e-20 * on;
  }
  void rotate(std::size_t p, std::size_t q) {
    if (a[p * n + q] == 0.0) return;
    const double theta = (a[q * n + q] - a[p * n + p]) / (2.0 * a[p * n + q]);
    const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::hypot(theta, 1.0));
    const double c = 1.0 / std::hypot(t, 1.0);
    const double s = t * c;
    const auto turn = [c, s](double& x, double& y) {
      const double kept = x;
      x = c * kept - s * y;
      y = s * kept + c * y;
    };
    for (std::size_t k = 0; k < n; ++k) turn(a[k * n + p], a[k * n + q]);
    for (std::size_t k = 0; k < n; ++k) turn(a[p * n + k], a[q * n + k]);
    for (std::size_t k = 0; k < n; ++k) turn(vectors[k * n + p], vectors[k * n + q]);
  }
};

// The eigenvectors of basis^T matrix basis, times the roots of their values: (n, dimensions).
std::vector<float> rotation_of(ConstMatrixView basis, ConstMatrixView image,
                               std::size_t dimensions) {
  const std::size_t n = basis.rows;
  std::vector<double> small(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const auto value = static_cast<double>(
          tensor::dot({basis.row(i), basis.columns}, {image.row(j), image.columns}));
      small[i * n + j] += 0.5 * value;
      small[j * n + i] += 0.5 * value;
    }
  }
  const SmallEigen eigen(std::move(small), n);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](auto i, auto j) { return eigen.value(i) > eigen.value(j); });
  std::vector<float> rotation(n * dimensions, 0.0F);
  for (std::size_t d = 0; d < std::min(n, dimensions); ++d) {
    const double scale = std::sqrt(std::max(0.0, eigen.value(order[d])));
    for (std::size_t i = 0; i < n; ++i) {
      rotation[i * dimensions + d] = static_cast<float>(scale * eigen.vectors[i * n + order[d]]);
    }
  }
  return rotation;
}

}  // namespace

Factors factorise(const NeighbourLists& matrix, const FactoriseOptions& options) {
  const std::size_t items = matrix.item_count();
  const std::size_t n = std::min(items, options.dimensions + kSpareDimensions);
  Factors factors{.dimensions = options.dimensions,
                  .vectors = std::vector<float>(items * options.dimensions, 0.0F)};
  if (n == 0 || options.dimensions == 0) return factors;
  std::vector<float> rows(n * items), columns(items * n), image(items * n);
  const MatrixView basis(rows.data(), n, items);
  const MatrixView by_item(columns.data(), items, n);
  const MatrixView product(image.data(), items, n);
  Random random(options.seed);
  for (float& value : rows) value = static_cast<float>(random.normal());
  for (int iteration = 0; iteration <= kIterations; ++iteration) {
    orthonormalise(basis);
    transpose(basis, by_item);
    multiply(matrix, by_item, product, options.worker_count);
    if (iteration < kIterations) transpose(product, basis);
  }
  std::vector<float> image_rows(n * items);
  transpose(product, {image_rows.data(), n, items});
  const auto rotation = rotation_of(basis, {image_rows.data(), n, items}, options.dimensions);
  tensor::gemm(tensor::Transpose::kNo, by_item, tensor::Transpose::kNo,
               {rotation.data(), n, options.dimensions}, tensor::Accumulate::kNo,
               {factors.vectors.data(), items, options.dimensions});
  return factors;
}

}  // namespace attune::models
