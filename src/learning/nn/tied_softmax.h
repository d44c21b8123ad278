#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/tensor/bf16_softmax.h"
#include "foundation/tensor/gemm.h"
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
  tensor::Precision precision = tensor::Precision::kFp32;
};
struct TiedSoftmaxGradients {
  tensor::MatrixView d_outputs;  // (N, h) out
  tensor::MatrixView d_items;    // (V, h) added to
  std::span<float> d_bias;       // (V) added to
};

/// Rows of logits that exist at a time in fp32: they and their gradients stay in the cache.
inline constexpr std::size_t kSoftmaxTileRows = 256;
/// In bfloat16 a strip of logits exists at a time, and a tile of their gradients.
inline constexpr std::size_t kBf16StripRows = 24;
inline constexpr std::size_t kBf16TileRows = 504;
inline constexpr std::size_t kBf16TileValues = std::size_t{1} << 21;  // beyond it, fewer rows

/// What a pass leaves to the next one is memory. With V candidates, kSoftmaxTileRows * V floats; or
/// kBf16StripRows * V floats and at most 4 bytes for each of max(kBf16TileValues, kBf16StripRows V)
/// gradients, and 4 V h bytes.
struct TiedSoftmaxScratch {
  Buffer logits;
  tensor::Bf16Gradients gradients;
  tensor::Bf16Store items, items_turned, outputs, outputs_turned;
  std::vector<float> d_targets, d_bias;
};

/// Cross-entropy over all items: logits = outputs items^T + bias, tile by tile. Returns the
/// weighted loss.
double full_softmax(const TiedSoftmaxInput& input, const TiedSoftmaxGradients& gradients,
                    TiedSoftmaxScratch& scratch);

/// Sampled cross-entropy (Jean et al. 2015): each row's own target against the first `sampled`
/// rows of `items`, whose logits are corrected by -log of their chance to be in the sample
/// (`log_chance`, one a sampled row). A sample that is the row's own target is left out.
struct Sample {
  std::size_t count = 0;
  std::span<const float> log_chance;  // (count)
};
double sampled_softmax(const TiedSoftmaxInput& input, const Sample& sample,
                       const TiedSoftmaxGradients& gradients, TiedSoftmaxScratch& scratch);

}  // namespace attune::nn
