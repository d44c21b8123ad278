#pragma once

#include <cstdint>
#include <span>

#include "foundation/tensor/matrix.h"
#include "learning/nn/buffer.h"

namespace attune::nn {

/// What the output layer learns from: each output row predicts one row of the item matrix.
struct TiedSoftmaxInput {
  tensor::ConstMatrixView outputs;         // (N, h)
  tensor::ConstMatrixView items;           // (V, h)
  std::span<const float> bias;             // (V)
  std::span<const std::uint32_t> targets;  // (N) < V
  std::span<const float> weights;          // (N)
};
struct TiedSoftmaxGradients {
  tensor::MatrixView d_outputs;  // (N, h) out
  tensor::MatrixView d_items;    // (V, h) added to
  std::span<float> d_bias;       // (V) added to
};

/// Rows of logits that exist at a time: they and their gradients stay in the cache.
inline constexpr std::size_t kSoftmaxTileRows = 256;

/// Cross-entropy over all items: logits = outputs items^T + bias, tile by tile. Returns the
/// weighted loss. `logits` is scratch of kSoftmaxTileRows * V floats.
double full_softmax(const TiedSoftmaxInput& input, const TiedSoftmaxGradients& gradients,
                    Buffer& logits);

/// Sampled cross-entropy (Jean et al. 2015): each row's own target against the first `sampled`
/// rows of `items`, whose logits are corrected by -log of their chance to be in the sample
/// (`log_chance`, one a sampled row). A sample that is the row's own target is left out.
struct Sample {
  std::size_t count = 0;
  std::span<const float> log_chance;  // (count)
};
double sampled_softmax(const TiedSoftmaxInput& input, const Sample& sample,
                       const TiedSoftmaxGradients& gradients, Buffer& logits);

}  // namespace attune::nn
