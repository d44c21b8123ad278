#include "learning/nn/transformer_block.h"

#include <algorithm>

#include "foundation/base/random.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gated_units.h"
#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/layer_norm.h"
#include "learning/nn/linear.h"

namespace attune::nn {
namespace {

using tensor::ConstMatrixView;
using tensor::MatrixView;

enum Stream : std::uint64_t { kAttentionWeights = 1, kAttentionBranch, kFeedBranch };

std::uint64_t seed_of(const BlockNoise& noise, std::uint64_t stream) {
  return mix64(noise.seed ^ mix64(stream));
}

void copy(ConstMatrixView from, Buffer& to) {
  const auto rows = to.reshape(from.rows, from.columns);
  for (std::size_t r = 0; r < from.rows; ++r) std::ranges::copy(from.row_span(r), rows.row(r));
}

template <typename Norm>
void norm_forward(ConstMatrixView x, ConstMatrixView weights, Norm& norm) {
  norm.inverse.resize(x.rows);
  tensor::layer_norm_forward({.x = x,
                              .gain = weights.row_span(0),
                              .bias = weights.row_span(1),
                              .normal = norm.normal.reshape(x.rows, x.columns),
                              .inverse = norm.inverse,
                              .y = norm.y.reshape(x.rows, x.columns)});
}

/// d_rows (of the norm's result) is overwritten; its input's gradient is added to d_x.
template <typename Norm>
void norm_backward(ConstMatrixView weights, MatrixView gradients, const Norm& norm, Buffer& d_rows,
                   MatrixView d_x) {
  tensor::layer_norm_backward({.d_y = d_rows.view(),
                               .gain = weights.row_span(0),
                               .normal = norm.normal.view(),
                               .inverse = norm.inverse,
                               .d_x = d_rows.view(),
                               .d_gain = gradients.row_span(0),
                               .d_bias = gradients.row_span(1)});
  tensor::add_scaled(1.0F, d_rows.span(), {d_x.data, d_x.rows * d_x.columns});
}

}  // namespace

Attention TransformerBlock::attention_of(std::size_t first, std::size_t count) const {
  const std::size_t h = shape_.hidden;
  const auto rows = qkv_.view().row_range(first, count);
  return {.queries = rows.column_range(0, h),
          .keys = rows.column_range(h, h),
          .values = rows.column_range(2 * h, h),
          .heads = shape_.heads,
          .dropout = noise_.attention_dropout,
          .seed = mix64(seed_of(noise_, kAttentionWeights) ^ first)};
}

void TransformerBlock::project(const BlockWeights<const float>& w, ConstMatrixView x) {
  const std::size_t h = shape_.hidden;
  norm_forward(x, w.attention_norm, attention_norm_);
  linear_forward(attention_norm_.y.view(), w.qkv, w.qkv_bias.row_span(0),
                 qkv_.reshape(x.rows, 3 * h));
  mixed_.reshape(x.rows, h);
  log_sums_.reshape(shape_.heads, x.rows);
}

void TransformerBlock::add_branch(ConstMatrixView gate, ConstMatrixView gate_bias,
                                  std::uint64_t stream, Branch& branch, MatrixView x) {
  tensor::dropout(branch.added.span(), noise_.dropout, seed_of(noise_, stream));
  if (!shape_.gated) {
    tensor::add_scaled(1.0F, branch.added.span(), {x.data, x.rows * x.columns});
    return;
  }
  copy(x, branch.input);
  linear_forward(x, gate, gate_bias.row_span(0), branch.gate.reshape(x.rows, x.columns));
  tensor::gated_sum_forward({.gate = branch.gate.view(), .branch = branch.added.view(), .sum = x});
}

/// Leaves the gradient of the branch, before its dropout, in `added`.
void TransformerBlock::branch_backward(ConstMatrixView gate, MatrixView d_gate,
                                       MatrixView d_gate_bias, std::uint64_t stream, Branch& branch,
                                       MatrixView d_x) {
  if (!shape_.gated) {
    copy(d_x, branch.added);
  } else {
    tensor::gated_sum_backward(
        {.gate = branch.gate.view(), .branch = branch.added.view(), .d_sum = d_x});
    linear_backward({.x = branch.input.view(),
                     .weight = gate,
                     .d_y = branch.gate.view(),
                     .d_weight = d_gate,
                     .d_bias = d_gate_bias.row_span(0),
                     .d_x = {}});
    tensor::gemm(tensor::Transpose::kNo, branch.gate.view(), tensor::Transpose::kYes, gate,
                 tensor::Accumulate::kYes, d_x);
  }
  tensor::dropout(branch.added.span(), noise_.dropout, seed_of(noise_, stream));
}

void TransformerBlock::finish(const BlockWeights<const float>& w, const BlockNoise& noise,
                              MatrixView x) {
  noise_ = noise;
  const std::size_t f = shape_.feed_forward;
  linear_forward(mixed_.view(), w.out, w.out_bias.row_span(0),
                 attention_branch_.added.reshape(x.rows, x.columns));
  add_branch(w.attention_gate, w.attention_gate_bias, kAttentionBranch, attention_branch_, x);

  norm_forward(x, w.feed_norm, feed_norm_);
  const auto inner = inner_.reshape(x.rows, f);
  if (shape_.gated) {
    linear_forward(feed_norm_.y.view(), w.up, w.up_bias.row_span(0), up_.reshape(x.rows, 2 * f));
    tensor::swiglu_forward({.ab = up_.view(), .y = inner});
  } else {
    linear_forward(feed_norm_.y.view(), w.up, w.up_bias.row_span(0), inner);
    tensor::relu(inner_.span());
  }
  linear_forward(inner, w.down, w.down_bias.row_span(0),
                 feed_branch_.added.reshape(x.rows, x.columns));
  add_branch(w.feed_gate, w.feed_gate_bias, kFeedBranch, feed_branch_, x);
}

void TransformerBlock::forward(const BlockWeights<const float>& w,
                               std::span<const std::size_t> offsets, const BlockNoise& noise,
                               MatrixView x) {
  noise_ = noise;
  project(w, x);
  for (std::size_t l = 0; l + 1 < offsets.size(); ++l) {
    const std::size_t count = offsets[l + 1] - offsets[l];
    attention_forward(attention_of(offsets[l], count), mixed_.view().row_range(offsets[l], count),
                      log_sums_.view().column_range(offsets[l], count), scratch_);
  }
  finish(w, noise, x);
}

void TransformerBlock::extend(const BlockWeights<const float>& w, KeyValueCache& cache,
                              MatrixView x) {
  noise_ = {};
  project(w, x);
  const std::size_t h = shape_.hidden;
  for (std::size_t r = 0; r < x.rows; ++r) {
    const auto key_value = qkv_.view().row_span(r).subspan(h);
    cache.rows.insert(cache.rows.end(), key_value.begin(), key_value.end());
  }
  const ConstMatrixView all(cache.rows.data(), cache.rows.size() / (2 * h), 2 * h);
  Attention attention = attention_of(0, x.rows);
  attention.keys = all.column_range(0, h);
  attention.values = all.column_range(h, h);
  attention_forward(attention, mixed_.view(), log_sums_.view(), scratch_);
  finish(w, {}, x);
}

void TransformerBlock::backward_feed(const BlockWeights<const float>& w,
                                     const BlockWeights<float>& g, MatrixView d_x) {
  branch_backward(w.feed_gate, g.feed_gate, g.feed_gate_bias, kFeedBranch, feed_branch_, d_x);
  const auto d_inner = d_inner_.reshape(d_x.rows, shape_.feed_forward);
  linear_backward({.x = inner_.view(),
                   .weight = w.down,
                   .d_y = feed_branch_.added.view(),
                   .d_weight = g.down,
                   .d_bias = g.down_bias.row_span(0),
                   .d_x = d_inner});
  if (shape_.gated) {
    tensor::swiglu_backward({.ab = up_.view(), .d_y = d_inner});
  } else {
    tensor::relu_backward(inner_.span(), d_inner_.span());
  }
  linear_backward({.x = feed_norm_.y.view(),
                   .weight = w.up,
                   .d_y = shape_.gated ? up_.view() : d_inner,
                   .d_weight = g.up,
                   .d_bias = g.up_bias.row_span(0),
                   .d_x = d_rows_.reshape(d_x.rows, d_x.columns)});
  norm_backward(w.feed_norm, g.feed_norm, feed_norm_, d_rows_, d_x);
}

void TransformerBlock::backward_attention(const BlockWeights<const float>& w,
                                          const BlockWeights<float>& g,
                                          std::span<const std::size_t> offsets, MatrixView d_x) {
  const std::size_t h = shape_.hidden;
  branch_backward(w.attention_gate, g.attention_gate, g.attention_gate_bias, kAttentionBranch,
                  attention_branch_, d_x);
  const auto d_mixed = d_rows_.reshape(d_x.rows, h);
  linear_backward({.x = mixed_.view(),
                   .weight = w.out,
                   .d_y = attention_branch_.added.view(),
                   .d_weight = g.out,
                   .d_bias = g.out_bias.row_span(0),
                   .d_x = d_mixed});
  const auto d_qkv = d_qkv_.reshape(d_x.rows, 3 * h);
  for (std::size_t l = 0; l + 1 < offsets.size(); ++l) {
    const std::size_t first = offsets[l];
    const std::size_t count = offsets[l + 1] - first;
    const auto rows = d_qkv.row_range(first, count);
    attention_backward(attention_of(first, count),
                       {.mixed = mixed_.view().row_range(first, count),
                        .d_mixed = d_mixed.row_range(first, count),
                        .log_sums = log_sums_.view().column_range(first, count),
                        .d_queries = rows.column_range(0, h),
                        .d_keys = rows.column_range(h, h),
                        .d_values = rows.column_range(2 * h, h)},
                       scratch_);
  }
  linear_backward({.x = attention_norm_.y.view(),
                   .weight = w.qkv,
                   .d_y = d_qkv,
                   .d_weight = g.qkv,
                   .d_bias = g.qkv_bias.row_span(0),
                   .d_x = d_rows_.view()});
  norm_backward(w.attention_norm, g.attention_norm, attention_norm_, d_rows_, d_x);
}

void TransformerBlock::backward(const BlockWeights<const float>& w, const BlockWeights<float>& g,
                                std::span<const std::size_t> offsets, MatrixView d_x) {
  ATTUNE_CHECK(d_x.stride == d_x.columns);
  backward_feed(w, g, d_x);
  backward_attention(w, g, offsets, d_x);
}

}  // namespace attune::nn
