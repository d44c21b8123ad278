#include "foundation/tensor/cholesky.h"

#include <cblas.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/concurrency/parallel_for.h"
#include "foundation/concurrency/worker_pool.h"
#include "foundation/tensor/matrix.h"

// LAPACK, which OpenBLAS holds; Debian ships its header apart. Column-major: our lower triangle is
// its upper one.
extern "C" void spotrf_(const char* triangle, const blasint* n, float* a, const blasint* stride,
                        blasint* info);

namespace attune::tensor {
namespace {

using concurrency::parallel_for;
using concurrency::Part;

// Pieces of work within a block's row: their shapes, and so the bits, are fixed.
constexpr std::size_t kSlice = 128;

blasint to_blas(std::size_t extent) {
  return static_cast<blasint>(extent);
}

MatrixView part(MatrixView a, std::size_t row, std::size_t rows, std::size_t column,
                std::size_t columns) {
  return {a.row(row) + column, rows, columns, a.stride};
}

// c += factor * op(a) * op(b).
void add_product(float factor, CBLAS_TRANSPOSE transpose_a, ConstMatrixView a,
                 CBLAS_TRANSPOSE transpose_b, ConstMatrixView b, MatrixView c) {
  cblas_sgemm(CblasRowMajor, transpose_a, transpose_b, to_blas(c.rows), to_blas(c.columns),
              to_blas(transpose_a == CblasTrans ? a.rows : a.columns), factor, a.data,
              to_blas(a.stride), b.data, to_blas(b.stride), 1.0F, c.data, to_blas(c.stride));
}

class Inverse {
 public:
  Inverse(MatrixView matrix, std::size_t worker_count)
      : a_(matrix), n_(matrix.rows), worker_count_(worker_count), panel_(n_ * kCholeskyBlock) {}

  Result<void> run() {
    for (std::size_t k = 0; k < n_; k += kCholeskyBlock) ATTUNE_TRY_VOID(factor(k));
    for (std::size_t k = 0; k < n_; k += kCholeskyBlock) invert(k);
    for (std::size_t k = 0; k < n_; k += kCholeskyBlock) square(k);
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < i; ++j) a_.row(j)[i] = a_.row(i)[j];
    }
    return {};
  }

 private:
  [[nodiscard]] std::size_t block_end(std::size_t k) const {
    return std::min(n_, k + kCholeskyBlock);
  }
  // `work` on slices of rows or columns [first, last).
  template <typename Work>
  void each_slice(std::size_t first, std::size_t last, const Work& work) const {
    const std::size_t count = (last - first + kSlice - 1) / kSlice;
    // Round robin: the slices of a triangle are of unequal cost.
    const std::size_t threads = worker_count_;
    parallel_for(std::min(count, threads), threads, [&](const Part& own) {
      for (std::size_t slice = own.part; slice < count; slice += threads) {
        const std::size_t begin = first + slice * kSlice;
        work(begin, std::min(last, begin + kSlice) - begin);
      }
    });
  }

  // A = L L^T, the block column from k on; what is below and right of it is reduced.
  Result<void> factor(std::size_t k) {
    const std::size_t end = block_end(k);
    const std::size_t width = end - k;
    const blasint size = to_blas(width);
    const blasint stride = to_blas(a_.stride);
    blasint info = 0;
    spotrf_("U", &size, a_.row(k) + k, &stride, &info);
    if (info != 0) {
      return invalid_input("matrix: not positive definite at row " +
                           std::to_string(k + static_cast<std::size_t>(std::max(1, info)) - 1));
    }
    each_slice(end, n_, [&](std::size_t row, std::size_t rows) {
      cblas_strsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, to_blas(rows),
                  size, 1.0F, a_.row(k) + k, stride, a_.row(row) + k, stride);
    });
    each_slice(end, n_, [&](std::size_t row, std::size_t rows) {
      for (std::size_t column = end; column < row + rows; column += kSlice) {
        const std::size_t columns = std::min(n_, column + kSlice) - column;
        add_product(-1.0F, CblasNoTrans, part(a_, row, rows, k, width), CblasTrans,
                    part(a_, column, columns, k, width), part(a_, row, rows, column, columns));
      }
    });
    return {};
  }

  // L -> W = L^-1, the block column from k on.
  void invert(std::size_t k) {
    const std::size_t end = block_end(k);
    const std::size_t width = end - k;
    const MatrixView panel(panel_.data(), n_ - k, width);
    std::ranges::fill(panel_, 0.0F);
    for (std::size_t i = 0; i < width; ++i) panel.row(i)[i] = 1.0F;
    each_slice(0, width, [&](std::size_t column, std::size_t columns) {
      cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, to_blas(n_ - k),
                  to_blas(columns), 1.0F, a_.row(k) + k, to_blas(a_.stride), panel.data + column,
                  to_blas(panel.stride));
    });
    for (std::size_t i = 0; i < panel.rows; ++i) {
      std::ranges::copy(panel.row_span(i), a_.row(k + i) + k);
    }
  }

  // W -> W^T W, the block row from k on. Above the diagonal of that row stands no part of W.
  void square(std::size_t k) {
    const std::size_t end = block_end(k);
    const std::size_t width = end - k;
    for (std::size_t i = k; i < end; ++i) {
      for (std::size_t j = i + 1; j < end; ++j) a_.row(i)[j] = 0.0F;
    }
    const MatrixView result(panel_.data(), width, end);
    std::ranges::fill(panel_, 0.0F);
    each_slice(0, end, [&](std::size_t column, std::size_t columns) {
      add_product(1.0F, CblasTrans, part(a_, k, n_ - k, k, width), CblasNoTrans,
                  part(a_, k, n_ - k, column, columns), result.column_range(column, columns));
    });
    for (std::size_t i = 0; i < width; ++i) {
      std::ranges::copy(result.row_span(i), a_.row(k + i));
    }
  }

  MatrixView a_;
  std::size_t n_;
  std::size_t worker_count_;
  std::vector<float> panel_;
};

}  // namespace

Result<void> cholesky_inverse(MatrixView matrix, std::size_t worker_count) {
  ATTUNE_CHECK(matrix.rows == matrix.columns);
  openblas_set_num_threads(1);  // as everywhere: the slices are the parallelism
  return Inverse(matrix, worker_count == 0 ? concurrency::core_count() : worker_count).run();
}

}  // namespace attune::tensor
