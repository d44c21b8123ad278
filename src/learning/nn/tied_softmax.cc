#include "learning/nn/tied_softmax.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/softmax.h"
#include "learning/nn/linear.h"

namespace attune::nn {

using tensor::Accumulate;
using tensor::Transpose;

double full_softmax(const TiedSoftmaxInput& input, const TiedSoftmaxGradients& gradients,
                    Buffer& logits) {
  double loss = 0.0;
  for (std::size_t first = 0; first < input.outputs.rows; first += kSoftmaxTileRows) {
    const std::size_t rows = std::min(kSoftmaxTileRows, input.outputs.rows - first);
    const auto outputs = input.outputs.row_range(first, rows);
    const auto tile = logits.reshape(rows, input.items.rows);
    tensor::gemm(Transpose::kNo, outputs, Transpose::kYes, input.items, Accumulate::kNo, tile);
    loss += tensor::softmax_cross_entropy({.logits = tile,
                                           .bias = input.bias,
                                           .targets = input.targets.subspan(first, rows),
                                           .weights = input.weights.subspan(first, rows)});
    tensor::gemm(Transpose::kNo, tile, Transpose::kNo, input.items, Accumulate::kNo,
                 gradients.d_outputs.row_range(first, rows));
    tensor::gemm(Transpose::kYes, tile, Transpose::kNo, outputs, Accumulate::kYes,
                 gradients.d_items);
    add_column_sums(tile, gradients.d_bias);
  }
  return loss;
}

namespace {

/// The targets' own logits go into the column behind the sample.
void add_target_column(const TiedSoftmaxInput& input, std::size_t first, std::size_t sampled,
                       tensor::MatrixView tile) {
  for (std::size_t r = 0; r < tile.rows; ++r) {
    const std::size_t target = input.targets[first + r];
    tile.row(r)[sampled] =
        tensor::dot(input.outputs.row_span(first + r), input.items.row_span(target)) +
        input.bias[target];
    if (target < sampled) tile.row(r)[target] = -std::numeric_limits<float>::infinity();
  }
}

void add_target_gradients(const TiedSoftmaxInput& input, std::size_t first, std::size_t sampled,
                          tensor::ConstMatrixView tile, const TiedSoftmaxGradients& gradients) {
  for (std::size_t r = 0; r < tile.rows; ++r) {
    const std::size_t target = input.targets[first + r];
    const float slope = tile.row(r)[sampled];
    tensor::add_scaled(slope, input.items.row_span(target),
                       gradients.d_outputs.row_span(first + r));
    tensor::add_scaled(slope, input.outputs.row_span(first + r),
                       gradients.d_items.row_span(target));
    gradients.d_bias[target] += slope;
  }
}

}  // namespace

double sampled_softmax(const TiedSoftmaxInput& input, const Sample& sample,
                       const TiedSoftmaxGradients& gradients, Buffer& logits) {
  const std::size_t n = sample.count;
  const auto items = input.items.row_range(0, n);
  std::vector<float> bias(n + 1, 0.0F);
  for (std::size_t j = 0; j < n; ++j) bias[j] = input.bias[j] - sample.log_chance[j];
  const std::vector<std::uint32_t> last(kSoftmaxTileRows, static_cast<std::uint32_t>(n));
  double loss = 0.0;
  for (std::size_t first = 0; first < input.outputs.rows; first += kSoftmaxTileRows) {
    const std::size_t rows = std::min(kSoftmaxTileRows, input.outputs.rows - first);
    const auto outputs = input.outputs.row_range(first, rows);
    const auto tile = logits.reshape(rows, n + 1);
    const auto samples = tile.column_range(0, n);
    tensor::gemm(Transpose::kNo, outputs, Transpose::kYes, items, Accumulate::kNo, samples);
    add_target_column(input, first, n, tile);
    loss += tensor::softmax_cross_entropy({.logits = tile,
                                           .bias = bias,
                                           .targets = std::span(last).first(rows),
                                           .weights = input.weights.subspan(first, rows)});
    tensor::gemm(Transpose::kNo, samples, Transpose::kNo, items, Accumulate::kNo,
                 gradients.d_outputs.row_range(first, rows));
    tensor::gemm(Transpose::kYes, samples, Transpose::kNo, outputs, Accumulate::kYes,
                 gradients.d_items.row_range(0, n));
    add_column_sums(samples, gradients.d_bias.first(n));
    add_target_gradients(input, first, n, tile, gradients);
  }
  return loss;
}

}  // namespace attune::nn
