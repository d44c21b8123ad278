#pragma once

#include <cstddef>
#include <cstdint>

#include "foundation/tensor/matrix.h"
#include "learning/nn/buffer.h"

namespace attune::nn {

/// Query rows whose scores exist at a time: scores, weights and their gradients stay in the cache.
inline constexpr std::size_t kAttentionTileRows = 64;

/// Scaled dot-product attention (Vaswani et al. 2017) of one sequence: query r sees the keys
/// 0 .. before + r. Head k has the k-th equal part of the columns; none of their weights is kept
/// for the backward pass but the log of each row's sum (Dao et al. 2022).
struct Attention {
  tensor::ConstMatrixView queries;  // (m, h)
  tensor::ConstMatrixView keys;     // (before + m, h)
  tensor::ConstMatrixView values;   // (before + m, h)
  std::size_t heads = 1;            // divides h
  double dropout = 0.0;             // of the weights
  std::uint64_t seed = 0;           // of that dropout

  [[nodiscard]] std::size_t before() const { return keys.rows - queries.rows; }
};

/// Scratch of one thread, at most 12 kAttentionTileRows (before + m) bytes.
struct AttentionScratch {
  Buffer weights, dropped, d_weights;
};

/// mixed (m, h) out; log_sums (heads, m) out.
void attention_forward(const Attention& attention, tensor::MatrixView mixed,
                       tensor::MatrixView log_sums, AttentionScratch& scratch);

/// After attention_forward of the same input with before() = 0.
struct AttentionBackward {
  tensor::ConstMatrixView mixed;    // (m, h)
  tensor::ConstMatrixView d_mixed;  // (m, h)
  tensor::MatrixView log_sums;      // (heads, m)
  tensor::MatrixView d_queries;     // (m, h) out
  tensor::MatrixView d_keys;        // (m, h) out
  tensor::MatrixView d_values;      // (m, h) out
};
void attention_backward(const Attention& attention, const AttentionBackward& backward,
                        AttentionScratch& scratch);

}  // namespace attune::nn
