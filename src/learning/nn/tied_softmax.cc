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

namespace {

constexpr std::size_t kBf16StripAlignment = 16;

bool uses_bf16(const TiedSoftmaxInput& input) {
  return input.precision == tensor::Precision::kBf16 && tensor::has_bf16();
}

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

void add_target_gradients(const TiedSoftmaxInput& input, std::size_t first,
                          std::span<const float> slopes, const TiedSoftmaxGradients& gradients) {
  for (std::size_t r = 0; r < slopes.size(); ++r) {
    const std::size_t target = input.targets[first + r];
    const float slope = slopes[r];
    tensor::add_scaled(slope, input.items.row_span(target),
                       gradients.d_outputs.row_span(first + r));
    tensor::add_scaled(slope, input.outputs.row_span(first + r),
                       gradients.d_items.row_span(target));
    gradients.d_bias[target] += slope;
  }
}

/// What the rows are scored against: the first `count` items, and with `own_target` each row's own
/// target in a column behind them, where a bias of 0 is.
struct Candidates {
  std::size_t count = 0;
  std::span<const float> bias;
  bool own_target = false;
  [[nodiscard]] std::size_t columns() const { return count + (own_target ? 1 : 0); }
};

std::size_t bf16_tile_rows(std::size_t columns) {
  const std::size_t rows = kBf16TileValues / columns / kBf16StripRows * kBf16StripRows;
  return std::clamp(rows, kBf16StripRows, kBf16TileRows);
}

/// The losses and, in `scratch`, the gradients of the logits of rows [first, first + rows).
double bf16_tile(const TiedSoftmaxInput& input, const Candidates& candidates,
                 const tensor::Bf16Right& items, std::size_t first, std::size_t rows,
                 TiedSoftmaxScratch& scratch) {
  const std::size_t columns = candidates.columns();
  const auto outputs =
      tensor::bf16_left(Transpose::kNo, input.outputs.row_range(first, rows), scratch.outputs);
  scratch.gradients.reshape(rows, columns);
  scratch.d_targets.resize(rows);
  // Rows of the strip begin where cache lines do.
  const auto strip =
      scratch.logits.reshape(kBf16StripRows, (columns + kBf16StripAlignment - 1) /
                                                 kBf16StripAlignment * kBf16StripAlignment);
  double loss = 0.0;
  for (std::size_t r = 0; r < rows; r += kBf16StripRows) {
    const std::size_t count = std::min(kBf16StripRows, rows - r);
    const auto logits = strip.row_range(0, count).column_range(0, columns);
    tensor::bf16_gemm(outputs.row_range(r, count), items, Accumulate::kNo,
                      logits.column_range(0, candidates.count));
    if (candidates.own_target) add_target_column(input, first + r, candidates.count, logits);
    const std::vector<std::uint32_t> last(count, static_cast<std::uint32_t>(candidates.count));
    loss += tensor::bf16_softmax_cross_entropy(
        {.logits = logits,
         .bias = candidates.bias,
         .targets = candidates.own_target ? last : input.targets.subspan(first + r, count),
         .weights = input.weights.subspan(first + r, count),
         .d_bias = scratch.d_bias,
         .d_targets = std::span(scratch.d_targets).subspan(r, count)},
        r, scratch.gradients);
  }
  return loss;
}

double bf16_softmax(const TiedSoftmaxInput& input, const Candidates& candidates,
                    const TiedSoftmaxGradients& gradients, TiedSoftmaxScratch& scratch) {
  const std::size_t n = candidates.count;
  const auto candidate_items = input.items.row_range(0, n);
  const auto turned = tensor::bf16_right(Transpose::kYes, candidate_items, scratch.items_turned);
  const auto items = tensor::bf16_right(Transpose::kNo, candidate_items, scratch.items);
  scratch.d_bias.assign(candidates.columns(), 0.0F);
  const std::size_t tile_rows = bf16_tile_rows(candidates.columns());
  double loss = 0.0;
  for (std::size_t first = 0; first < input.outputs.rows; first += tile_rows) {
    const std::size_t rows = std::min(tile_rows, input.outputs.rows - first);
    loss += bf16_tile(input, candidates, turned, first, rows, scratch);
    auto by_row = scratch.gradients.by_row();
    by_row.pairs = items.pairs;  // a target's column meets a zero or no item
    tensor::bf16_gemm(by_row, items, Accumulate::kNo, gradients.d_outputs.row_range(first, rows));
    const auto outputs = tensor::bf16_right(Transpose::kNo, input.outputs.row_range(first, rows),
                                            scratch.outputs_turned);
    tensor::bf16_gemm(scratch.gradients.by_column().row_range(0, n), outputs, Accumulate::kYes,
                      gradients.d_items.row_range(0, n));
    if (candidates.own_target) add_target_gradients(input, first, scratch.d_targets, gradients);
  }
  tensor::add_scaled(1.0F, std::span(scratch.d_bias).first(n), gradients.d_bias.first(n));
  return loss;
}

}  // namespace

double full_softmax(const TiedSoftmaxInput& input, const TiedSoftmaxGradients& gradients,
                    TiedSoftmaxScratch& scratch) {
  if (uses_bf16(input)) {
    return bf16_softmax(input, {.count = input.items.rows, .bias = input.bias}, gradients, scratch);
  }
  double loss = 0.0;
  for (std::size_t first = 0; first < input.outputs.rows; first += kSoftmaxTileRows) {
    const std::size_t rows = std::min(kSoftmaxTileRows, input.outputs.rows - first);
    const auto outputs = input.outputs.row_range(first, rows);
    const auto tile = scratch.logits.reshape(rows, input.items.rows);
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

double sampled_softmax(const TiedSoftmaxInput& input, const Sample& sample,
                       const TiedSoftmaxGradients& gradients, TiedSoftmaxScratch& scratch) {
  const std::size_t n = sample.count;
  const auto items = input.items.row_range(0, n);
  std::vector<float> bias(n + 1, 0.0F);
  for (std::size_t j = 0; j < n; ++j) bias[j] = input.bias[j] - sample.log_chance[j];
  if (uses_bf16(input)) {
    return bf16_softmax(input, {.count = n, .bias = bias, .own_target = true}, gradients, scratch);
  }
  std::vector<float> slopes;
  const std::vector<std::uint32_t> last(kSoftmaxTileRows, static_cast<std::uint32_t>(n));
  double loss = 0.0;
  for (std::size_t first = 0; first < input.outputs.rows; first += kSoftmaxTileRows) {
    const std::size_t rows = std::min(kSoftmaxTileRows, input.outputs.rows - first);
    const auto outputs = input.outputs.row_range(first, rows);
    const auto tile = scratch.logits.reshape(rows, n + 1);
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
    slopes.clear();
    for (std::size_t r = 0; r < rows; ++r) slopes.push_back(tile.row(r)[n]);
    add_target_gradients(input, first, slopes, gradients);
  }
  return loss;
}

}  // namespace attune::nn
