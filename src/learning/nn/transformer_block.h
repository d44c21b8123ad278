#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/tensor/matrix.h"
#include "learning/nn/attention.h"
#include "learning/nn/buffer.h"

namespace attune::nn {

struct BlockShape {
  std::size_t hidden = 0;        // h
  std::size_t heads = 1;         // divides h
  std::size_t feed_forward = 0;  // f
  bool gated = false;
};

/// Views of a block's weights or of their gradients. T: float or const float.
template <typename T>
struct BlockWeights {
  using Matrix = tensor::BasicMatrixView<T>;
  Matrix attention_norm;                       // (2, h): gain, bias
  Matrix qkv, qkv_bias;                        // (h, 3h), (1, 3h)
  Matrix out, out_bias;                        // (h, h), (1, h)
  Matrix attention_gate, attention_gate_bias;  // (h, h), (1, h); gated
  Matrix feed_norm;                            // (2, h)
  Matrix up, up_bias;                          // (h, f), (1, f); gated: 2f columns
  Matrix down, down_bias;                      // (f, h), (1, h)
  Matrix feed_gate, feed_gate_bias;            // (h, h), (1, h); gated
};

struct BlockNoise {
  double dropout = 0.0;            // of what the branches add
  double attention_dropout = 0.0;  // of the attention's weights
  std::uint64_t seed = 0;
};

/// Keys and values of one sequence's rows so far.
struct KeyValueCache {
  std::vector<float> rows;  // (n, 2h)
};

/// A pre-norm decoder block over sequences that lie one behind the other:
///   x <- x + MHA(LN(x))                 x <- x + W2 relu(W1 LN(x))
/// and gated (LiGR, Borisyuk et al. 2025; SwiGLU, Shazeer 2020):
///   x <- x + sigmoid(G1 x) * MHA(LN(x))   x <- x + sigmoid(G2 x) * W2 (silu(A) * B),  A B = W1
///   LN(x)
/// with dropout on what follows each "+" or "*". It remembers what its backward pass needs, about
/// 4 (11 h + f) bytes a row, gated 4 (17 h + 3 f). Not thread-safe.
class TransformerBlock {
 public:
  explicit TransformerBlock(const BlockShape& shape) : shape_(shape) {}

  /// x (N, h) in and out; sequence l owns rows [offsets[l], offsets[l + 1]).
  void forward(const BlockWeights<const float>& weights, std::span<const std::size_t> offsets,
               const BlockNoise& noise, tensor::MatrixView x);
  /// Further rows of one sequence, without dropout; their keys and values are appended.
  void extend(const BlockWeights<const float>& weights, KeyValueCache& cache, tensor::MatrixView x);
  /// Directly after `forward`: d_x (N, h, contiguous) in: of its result; out: of its input. Adds to
  /// the gradients.
  void backward(const BlockWeights<const float>& weights, const BlockWeights<float>& gradients,
                std::span<const std::size_t> offsets, tensor::MatrixView d_x);

 private:
  void project(const BlockWeights<const float>& weights, tensor::ConstMatrixView x);
  void finish(const BlockWeights<const float>& weights, const BlockNoise& noise,
              tensor::MatrixView x);
  void backward_feed(const BlockWeights<const float>& weights, const BlockWeights<float>& gradients,
                     tensor::MatrixView d_x);
  void backward_attention(const BlockWeights<const float>& weights,
                          const BlockWeights<float>& gradients,
                          std::span<const std::size_t> offsets, tensor::MatrixView d_x);
  [[nodiscard]] Attention attention_of(std::size_t first, std::size_t count) const;

  /// A layer norm's rows.
  struct Norm {
    Buffer normal, y;
    std::vector<float> inverse;
  };
  /// What a branch adds to the residual stream, and the gate before it.
  struct Branch {
    Buffer input, added, gate;
  };
  void add_branch(tensor::ConstMatrixView gate, tensor::ConstMatrixView gate_bias,
                  std::uint64_t stream, Branch& branch, tensor::MatrixView x);
  void branch_backward(tensor::ConstMatrixView gate, tensor::MatrixView d_gate,
                       tensor::MatrixView d_gate_bias, std::uint64_t stream, Branch& branch,
                       tensor::MatrixView d_x);

  BlockShape shape_;
  BlockNoise noise_;
  Norm attention_norm_, feed_norm_;
  Branch attention_branch_, feed_branch_;
  Buffer qkv_, mixed_, log_sums_, up_, inner_, d_qkv_, d_rows_, d_inner_;
  AttentionScratch scratch_;
};

}  // namespace attune::nn
