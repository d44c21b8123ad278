#include "learning/nn/attention.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "foundation/base/random.h"
#include "foundation/tensor/causal_softmax.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"

namespace attune::nn {
namespace {

using tensor::Accumulate;
using tensor::ConstMatrixView;
using tensor::MatrixView;
using tensor::Transpose;

/// Some queries of one head and the keys that they see.
struct Tile {
  std::size_t head = 0;
  std::size_t first = 0;   // query
  std::size_t rows = 0;    // queries
  std::size_t before = 0;  // keys before the first query's own
  [[nodiscard]] std::size_t keys() const { return before + rows; }
};

template <typename View>
View head_of(View whole, const Attention& a, std::size_t head) {
  const std::size_t width = whole.columns / a.heads;
  return whole.column_range(head * width, width);
}
template <typename View>
View queries_of(View whole, const Attention& a, const Tile& tile) {
  return head_of(whole, a, tile.head).row_range(tile.first, tile.rows);
}
template <typename View>
View keys_of(View whole, const Attention& a, const Tile& tile) {
  return head_of(whole, a, tile.head).row_range(0, tile.keys());
}

float scale_of(const Attention& a) {
  return 1.0F / std::sqrt(static_cast<float>(a.queries.columns / a.heads));
}

std::uint64_t seed_of(const Attention& a, const Tile& tile) {
  return mix64(a.seed ^ mix64(tile.head << 32U | tile.first));
}

void scores_of(const Attention& a, const Tile& tile, MatrixView scores) {
  const auto queries = queries_of(a.queries, a, tile);
  const auto keys = keys_of(a.keys, a, tile);
  if (tile.rows == 1) {
    tensor::score_rows(keys, queries.row_span(0), {}, scores.row_span(0));
  } else {
    tensor::gemm(Transpose::kNo, queries, Transpose::kYes, keys, Accumulate::kNo, scores);
  }
}

tensor::CausalSoftmax softmax_of(const Attention& a, const Tile& tile, MatrixView scores,
                                 MatrixView log_sums) {
  return {.scores = scores,
          .before = tile.before,
          .scale = scale_of(a),
          .log_sums = log_sums.row_span(tile.head).subspan(tile.first, tile.rows)};
}

void mix(ConstMatrixView weights, ConstMatrixView values, MatrixView mixed) {
  if (weights.rows == 1) {
    std::ranges::fill(mixed.row_span(0), 0.0F);
    tensor::add_vector_times_matrix(weights.row_span(0), values, mixed.row_span(0));
  } else {
    tensor::gemm(Transpose::kNo, weights, Transpose::kNo, values, Accumulate::kNo, mixed);
  }
}

Tile tile_at(const Attention& a, std::size_t head, std::size_t first) {
  return {.head = head,
          .first = first,
          .rows = std::min(kAttentionTileRows, a.queries.rows - first),
          .before = a.before() + first};
}

void backward_tile(const Attention& a, const AttentionBackward& b, const Tile& tile,
                   AttentionScratch& scratch) {
  // The last tile sees every key: it comes first and writes what the others add to.
  const bool last = tile.first + tile.rows == a.queries.rows;
  const Accumulate accumulate = last ? Accumulate::kNo : Accumulate::kYes;
  const auto d_mixed = queries_of(b.d_mixed, a, tile);
  const auto weights = scratch.weights.reshape(tile.rows, tile.keys());
  scores_of(a, tile, weights);
  tensor::causal_softmax_again(softmax_of(a, tile, weights, b.log_sums));
  const auto d_weights = scratch.d_weights.reshape(tile.rows, tile.keys());
  tensor::gemm(Transpose::kNo, d_mixed, Transpose::kYes, keys_of(a.values, a, tile),
               Accumulate::kNo, d_weights);
  auto used = weights;
  if (a.dropout > 0.0) {
    used = scratch.dropped.reshape(tile.rows, tile.keys());
    std::ranges::copy(scratch.weights.span(), scratch.dropped.span().begin());
    tensor::dropout(scratch.dropped.span(), a.dropout, seed_of(a, tile));
    tensor::dropout(scratch.d_weights.span(), a.dropout, seed_of(a, tile));
  }
  tensor::gemm(Transpose::kYes, used, Transpose::kNo, d_mixed, accumulate,
               keys_of(b.d_values, a, tile));
  std::array<float, kAttentionTileRows> shifts{};
  const auto mixed = queries_of(b.mixed, a, tile);
  for (std::size_t r = 0; r < tile.rows; ++r) {
    shifts[r] = tensor::dot(mixed.row_span(r), d_mixed.row_span(r));
  }
  tensor::causal_softmax_backward({.weights = weights,
                                   .d_weights = d_weights,
                                   .scale = scale_of(a),
                                   .shifts = std::span(shifts).first(tile.rows)});
  tensor::gemm(Transpose::kNo, d_weights, Transpose::kNo, keys_of(a.keys, a, tile), Accumulate::kNo,
               queries_of(b.d_queries, a, tile));
  tensor::gemm(Transpose::kYes, d_weights, Transpose::kNo, queries_of(a.queries, a, tile),
               accumulate, keys_of(b.d_keys, a, tile));
}

}  // namespace

void attention_forward(const Attention& a, MatrixView mixed, MatrixView log_sums,
                       AttentionScratch& scratch) {
  ATTUNE_CHECK(a.heads > 0 && a.queries.columns % a.heads == 0);
  for (std::size_t head = 0; head < a.heads; ++head) {
    for (std::size_t first = 0; first < a.queries.rows; first += kAttentionTileRows) {
      const Tile tile = tile_at(a, head, first);
      const auto weights = scratch.weights.reshape(tile.rows, tile.keys());
      scores_of(a, tile, weights);
      tensor::causal_softmax(softmax_of(a, tile, weights, log_sums));
      tensor::dropout(scratch.weights.span(), a.dropout, seed_of(a, tile));
      mix(weights, keys_of(a.values, a, tile), queries_of(mixed, a, tile));
    }
  }
}

void attention_backward(const Attention& a, const AttentionBackward& b, AttentionScratch& scratch) {
  ATTUNE_CHECK(a.before() == 0 && a.queries.rows > 0);
  const std::size_t last = (a.queries.rows - 1) / kAttentionTileRows;
  for (std::size_t head = 0; head < a.heads; ++head) {
    for (std::size_t k = last + 1; k-- > 0;) {
      backward_tile(a, b, tile_at(a, head, k * kAttentionTileRows), scratch);
    }
  }
}

}  // namespace attune::nn
