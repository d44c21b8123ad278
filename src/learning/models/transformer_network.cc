#include "learning/models/transformer_network.h"

#include <algorithm>
#include <cmath>

#include "foundation/base/random.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/layer_norm.h"
#include "learning/models/event_inputs.h"

namespace attune::models {
namespace {

std::uint64_t seed_of(const TransformerNoise& noise, std::uint64_t stream) {
  return mix64(noise.seed ^ mix64(stream));
}

void scale(std::span<float> values, float factor) {
  for (float& x : values) x *= factor;
}

/// Item vectors start small beside the units of a norm (Vaswani et al. 2017, 3.4).
float item_scale(std::size_t hidden) {
  return std::sqrt(static_cast<float>(hidden));
}

/// to = the row of an event at `position`, 1 for the first.
void embed_row(const TransformerViews<const float>& w, tensor::ConstMatrixView items,
               const HrnnEvent& event, std::size_t position, std::span<float> to) {
  embed_event(event, items, w.inputs, to);
  scale(to, item_scale(to.size()));
  tensor::add_scaled(1.0F, w.positions.row_span(position), to);
}

/// to = the row before any event.
void embed_start(const TransformerViews<const float>& w, const nn::SparseRows& features,
                 std::optional<std::uint32_t> user, std::span<float> to) {
  std::ranges::fill(to, 0.0F);
  if (user && *user < features.row_count()) {
    nn::add_features(features, *user, w.user_features, to);
    scale(to, item_scale(to.size()));
  }
  tensor::add_scaled(1.0F, w.positions.row_span(0), to);
}

}  // namespace

void TransformerBatch::clear() {
  offsets.assign(1, 0);
  events.clear();
  users.clear();
}

void TransformerBatch::add(std::optional<std::uint32_t> user, std::span<const HrnnEvent> more) {
  users.push_back(user);
  events.insert(events.end(), more.begin(), more.end());
  offsets.push_back(offsets.back() + more.size() + 1);
}

TransformerPass::TransformerPass(const TransformerLayout& layout) : layout_(layout) {
  for (std::size_t b = 0; b < layout.shape().blocks; ++b) {
    blocks_.emplace_back(layout.block_shape());
  }
}

void TransformerPass::normalise(const TransformerViews<const float>& w) {
  const auto x = x_.view();
  inverse_.resize(x.rows);
  tensor::layer_norm_forward({.x = x,
                              .gain = w.final_norm.row_span(0),
                              .bias = w.final_norm.row_span(1),
                              .normal = normal_.reshape(x.rows, x.columns),
                              .inverse = inverse_,
                              .y = outputs_.reshape(x.rows, x.columns)});
}

void TransformerPass::forward(std::span<const float> weights, tensor::ConstMatrixView items,
                              const TransformerBatch& batch, const nn::SparseRows& user_features,
                              const TransformerNoise& noise) {
  noise_ = noise;
  const auto w = layout_.views(weights);
  const auto x = x_.reshape(batch.row_count(), layout_.shape().hidden);
  auto event = batch.events.begin();
  for (std::size_t l = 0; l < batch.users.size(); ++l) {
    const std::size_t first = batch.offsets[l];
    embed_start(w, user_features, batch.users[l], x.row_span(first));
    for (std::size_t r = first + 1; r < batch.offsets[l + 1]; ++r) {
      embed_row(w, items, *event++, r - first, x.row_span(r));
    }
  }
  tensor::dropout(x_.span(), noise.dropout, seed_of(noise, 0));
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    blocks_[b].forward(w.blocks[b], batch.offsets,
                       {.dropout = noise.dropout,
                        .attention_dropout = noise.attention_dropout,
                        .seed = seed_of(noise, b + 1)},
                       x);
  }
  normalise(w);
}

void TransformerPass::backward(std::span<const float> weights, const TransformerBatch& batch,
                               const nn::SparseRows& user_features, const Gradients& gradients) {
  const auto w = layout_.views(weights);
  const auto g = layout_.views(gradients.dense);
  const auto d_x = gradients.d_outputs;
  ATTUNE_CHECK(d_x.rows == batch.row_count() && d_x.stride == layout_.shape().hidden);
  tensor::layer_norm_backward({.d_y = d_x,
                               .gain = w.final_norm.row_span(0),
                               .normal = normal_.view(),
                               .inverse = inverse_,
                               .d_x = d_x,
                               .d_gain = g.final_norm.row_span(0),
                               .d_bias = g.final_norm.row_span(1)});
  for (std::size_t b = blocks_.size(); b-- > 0;) {
    blocks_[b].backward(w.blocks[b], g.blocks[b], batch.offsets, d_x);
  }
  tensor::dropout({d_x.data, d_x.rows * d_x.columns}, noise_.dropout, seed_of(noise_, 0));
  auto event = batch.events.begin();
  for (std::size_t l = 0; l < batch.users.size(); ++l) {
    const std::size_t first = batch.offsets[l];
    for (std::size_t r = first; r < batch.offsets[l + 1]; ++r) {
      const auto row = d_x.row_span(r);
      tensor::add_scaled(1.0F, row, g.positions.row_span(r - first));
      scale(row, item_scale(row.size()));
      if (r > first) embed_event_backward(*event++, row, gradients.d_items, g.inputs);
    }
    if (batch.users[l] && *batch.users[l] < user_features.row_count()) {
      nn::add_feature_gradients(user_features, *batch.users[l], d_x.row_span(first),
                                g.user_features);
    }
  }
}

void TransformerPass::extend(std::span<const float> weights, tensor::ConstMatrixView items,
                             const Sequence& sequence, const nn::SparseRows& user_features,
                             TransformerCache& cache) {
  const auto w = layout_.views(weights);
  const std::size_t begins = cache.rows == 0 ? 1 : 0;
  const std::size_t rows = sequence.events.size() + begins;
  ATTUNE_CHECK(cache.rows + rows <= layout_.shape().window + 1);
  const auto x = x_.reshape(rows, layout_.shape().hidden);
  if (begins == 1) embed_start(w, user_features, sequence.user, x.row_span(0));
  for (std::size_t r = begins; r < rows; ++r) {
    embed_row(w, items, sequence.events[r - begins], cache.rows + r, x.row_span(r));
  }
  cache.blocks.resize(blocks_.size());
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    blocks_[b].extend(w.blocks[b], cache.blocks[b], x);
  }
  cache.rows += rows;
  normalise(w);
}

}  // namespace attune::models
