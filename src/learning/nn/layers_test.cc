#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/layer_norm.h"
#include "learning/nn/embedding.h"
#include "learning/nn/gradient_check.h"
#include "learning/nn/gru.h"
#include "learning/nn/linear.h"
#include "learning/nn/tied_softmax.h"

namespace attune::nn {
namespace {

using tensor::MatrixView;

Buffer random_buffer(std::size_t rows, std::size_t columns, std::uint64_t seed,
                     double scale = 0.5) {
  Buffer buffer(rows, columns);
  Random random(seed);
  for (float& x : buffer.span()) x = static_cast<float>(scale * random.normal());
  return buffer;
}

Buffer zeros(std::size_t rows, std::size_t columns) {
  Buffer buffer;
  buffer.reshape_zero(rows, columns);
  return buffer;
}

/// A fixed direction makes a scalar loss of any output: loss = sum y * direction.
double project(std::span<const float> y, std::span<const float> direction) {
  double sum = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum += static_cast<double>(y[i]) * static_cast<double>(direction[i]);
  }
  return sum;
}

TEST(LayerGradients, OfLinear) {
  Buffer x = random_buffer(5, 3, 1), w = random_buffer(3, 4, 2), b = random_buffer(1, 4, 3);
  Buffer direction = random_buffer(5, 4, 4), y(5, 4);
  Buffer dw = zeros(3, 4), db = zeros(1, 4), dx = zeros(5, 3);
  linear_backward({x.view(), w.view(), direction.view(), dw.view(), db.span(), dx.view()});
  const Checked groups[] = {
      {"x", x.span(), dx.span()}, {"weight", w.span(), dw.span()}, {"bias", b.span(), db.span()}};
  expect_gradients(groups, [&] {
    linear_forward(x.view(), w.view(), b.span(), y.view());
    return project(y.span(), direction.span());
  });
}

TEST(LayerGradients, OfLayerNormThenDropout) {
  Buffer x = random_buffer(4, 6, 1, 1.0), gain = random_buffer(1, 6, 2),
         bias = random_buffer(1, 6, 3);
  Buffer direction = random_buffer(4, 6, 4), normal(4, 6), y(4, 6);
  std::vector<float> inverse(4);
  const auto loss = [&] {
    tensor::layer_norm_forward(
        {x.view(), gain.span(), bias.span(), normal.view(), inverse, y.view()});
    tensor::dropout(y.span(), 0.3, 5);
    return project(y.span(), direction.span());
  };
  loss();
  Buffer d_y = direction, dx(4, 6), d_gain = zeros(1, 6), d_bias = zeros(1, 6);
  tensor::dropout(d_y.span(), 0.3, 5);
  tensor::layer_norm_backward(
      {d_y.view(), gain.span(), normal.view(), inverse, dx.view(), d_gain.span(), d_bias.span()});
  const Checked groups[] = {{"x", x.span(), dx.span()},
                            {"gain", gain.span(), d_gain.span()},
                            {"bias", bias.span(), d_bias.span()}};
  expect_gradients(groups, loss);
}

TEST(LayerGradients, OfEmbeddingAndFeatures) {
  Buffer table = random_buffer(4, 3, 1), metadata = random_buffer(2, 3, 2);
  Buffer direction = random_buffer(5, 3, 3), y(5, 3);
  const std::vector<std::uint32_t> indices{2, 0, 2, 3, 2};
  const SparseRows features{2, {0, 1, 1, 3, 4, 4}, {1, 0, 1, 0}, {1.0F, 0.5F, -2.0F, 3.0F}};
  const auto loss = [&] {
    gather_rows(table.view(), indices, y.view());
    for (std::size_t r = 0; r < 5; ++r) {
      add_features(features, r, metadata.view(), y.view().row_span(r));
    }
    return project(y.span(), direction.span());
  };
  Buffer d_table = zeros(4, 3), d_metadata = zeros(2, 3);
  scatter_add_rows(direction.view(), indices, d_table.view());
  for (std::size_t r = 0; r < 5; ++r) {
    add_feature_gradients(features, r, direction.view().row_span(r), d_metadata.view());
  }
  const Checked groups[] = {{"table", table.span(), d_table.span()},
                            {"metadata", metadata.span(), d_metadata.span()}};
  expect_gradients(groups, loss);
}

/// A packed gated GRU with everything it needs.
struct GruFixture {
  static constexpr std::size_t kHidden = 5;
  std::vector<std::size_t> lengths{4, 3, 3, 1};
  Packing packing{lengths};
  std::size_t rows = packing.row_count();
  Buffer input = random_buffer(rows, 4 * kHidden, 1);
  Buffer recurrent = random_buffer(kHidden, 3 * kHidden, 2);
  Buffer bias = random_buffer(1, kHidden, 3);
  Buffer initial = random_buffer(4, kHidden, 4);
  Buffer direction = random_buffer(rows, kHidden, 5);
  Buffer gates, state{rows, kHidden}, q{rows, kHidden}, hidden{rows, kHidden},
      scratch{4, 3 * kHidden};

  GruSequence sequence() {
    return {packing,        {recurrent.view(), bias.span()},
            initial.view(), gates.view(),
            state.view(),   q.view(),
            hidden.view(),  scratch.view()};
  }
  double loss() {
    gates = input;
    gru_sequence_forward(sequence());
    return project(hidden.span(), direction.span());
  }
};

TEST(LayerGradients, OfGatedGruOverPackedSequences) {
  GruFixture f;
  f.loss();
  Buffer d_hidden = f.direction, d_projected(f.rows, 15), d_initial(4, 5), scratch(4, 5);
  gru_sequence_backward(
      f.sequence(), {d_hidden.view(), d_projected.view(), d_initial.view(), scratch.view(), 99});
  Buffer d_recurrent = zeros(5, 15), d_bias = zeros(1, 5);
  linear_backward(
      {f.state.view(), f.recurrent.view(), d_projected.view(), d_recurrent.view(), {}, {}});
  add_column_sums(d_projected.view().column_range(10, 5), d_bias.span());
  const Buffer d_input = f.gates;
  const Checked groups[] = {{"input", f.input.span(), d_input.span()},
                            {"recurrent", f.recurrent.span(), d_recurrent.span()},
                            {"bias_n", f.bias.span(), d_bias.span()},
                            {"initial", f.initial.span(), d_initial.span()}};
  expect_gradients(groups, [&] { return f.loss(); });
}

TEST(GruSequence, GradientsDoNotPassTheWindow) {
  GruFixture f;
  f.loss();
  // Only the last step has a loss; with windows of two steps, steps 0 and 1 must not feel it.
  Buffer d_hidden = zeros(f.rows, 5), d_projected(f.rows, 15), d_initial(4, 5), scratch(4, 5);
  for (float& x : d_hidden.view().row_span(f.packing.row(3, 0))) x = 1.0F;
  gru_sequence_backward(f.sequence(),
                        {d_hidden.view(), d_projected.view(), d_initial.view(), scratch.view(), 2});
  const auto magnitude = [&](std::size_t step) {
    double sum = 0.0;
    for (const float x : f.gates.view().row_span(f.packing.row(step, 0)))
      sum += std::abs(static_cast<double>(x));
    return sum;
  };
  EXPECT_GT(magnitude(3), 0.0);
  EXPECT_GT(magnitude(2), 0.0);
  EXPECT_EQ(magnitude(1), 0.0);
  EXPECT_EQ(magnitude(0), 0.0);
}

TEST(GruSequence, ThePhaseMovesTheWindow) {
  GruFixture f;
  f.loss();
  Buffer d_hidden = zeros(f.rows, 5), d_projected(f.rows, 15), d_initial(4, 5), scratch(4, 5);
  for (float& x : d_hidden.view().row_span(f.packing.row(3, 0))) x = 1.0F;
  gru_sequence_backward(f.sequence(), {d_hidden.view(), d_projected.view(), d_initial.view(),
                                       scratch.view(), 2, /*phase=*/1});
  const auto is_zero = [&](std::size_t step) {
    return std::ranges::all_of(f.gates.view().row_span(f.packing.row(step, 0)),
                               [](float x) { return x == 0.0F; });
  };
  EXPECT_FALSE(is_zero(3));
  EXPECT_TRUE(is_zero(2));
  EXPECT_TRUE(is_zero(1));
}

TEST(GruSequence, LanesDoNotSeeEachOther) {
  GruFixture f;
  f.loss();
  // Lanes 1 and 2 have the same length: swapped inputs give swapped outputs, bit for bit.
  GruFixture swapped;
  const auto swap_rows = [](MatrixView m, std::size_t a, std::size_t b) {
    std::swap_ranges(m.row(a), m.row(a) + m.columns, m.row(b));
  };
  for (std::size_t t = 0; t < 3; ++t) {
    swap_rows(swapped.input.view(), f.packing.row(t, 1), f.packing.row(t, 2));
  }
  swap_rows(swapped.initial.view(), 1, 2);
  swapped.loss();
  for (std::size_t t = 0; t < 3; ++t) {
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(f.hidden.view().row(f.packing.row(t, 1))[i],
                swapped.hidden.view().row(f.packing.row(t, 2))[i]);
      EXPECT_EQ(f.hidden.view().row(f.packing.row(t, 0))[i],
                swapped.hidden.view().row(f.packing.row(t, 0))[i]);
    }
  }
}

struct SoftmaxFixture {
  static constexpr std::size_t kRows = 7, kItems = 9, kHidden = 4;
  Buffer outputs = random_buffer(kRows, kHidden, 1, 1.0);
  Buffer items = random_buffer(kItems, kHidden, 2, 1.0);
  Buffer bias = random_buffer(1, kItems, 3);
  std::vector<std::uint32_t> targets{0, 8, 3, 3, 5, 1, 2};
  std::vector<float> weights{1, 0.5F, 2, 1, 0, 1, 0.3F};
  Buffer d_outputs = zeros(kRows, kHidden), d_items = zeros(kItems, kHidden),
         d_bias = zeros(1, kItems);
  TiedSoftmaxScratch scratch;

  TiedSoftmaxInput input() { return {outputs.view(), items.view(), bias.span(), targets, weights}; }
  TiedSoftmaxGradients gradients() { return {d_outputs.view(), d_items.view(), d_bias.span()}; }
  void check(const std::function<double()>& loss) {
    const Buffer d_o = d_outputs, d_i = d_items, d_b = d_bias;
    const Checked groups[] = {{"outputs", outputs.span(), d_o.span()},
                              {"items", items.span(), d_i.span()},
                              {"bias", bias.span(), d_b.span()}};
    expect_gradients(groups, loss);
  }
};

TEST(LayerGradients, OfFullSoftmax) {
  SoftmaxFixture f;
  const auto loss = [&] { return full_softmax(f.input(), f.gradients(), f.scratch); };
  loss();
  f.check(loss);
}

TEST(LayerGradients, OfSampledSoftmax) {
  SoftmaxFixture f;
  const std::vector<float> log_chance{-0.5F, -1.0F, -0.1F, -2.0F};
  const auto loss = [&] {
    return sampled_softmax(f.input(), {4, log_chance}, f.gradients(), f.scratch);
  };
  loss();
  f.check(loss);
}

TEST(SampledSoftmax, OverAllItemsEqualsTheFullOne) {
  SoftmaxFixture full, sampled;
  const std::vector<float> certain(SoftmaxFixture::kItems, 0.0F);
  const double a = full_softmax(full.input(), full.gradients(), full.scratch);
  const double b = sampled_softmax(sampled.input(), {SoftmaxFixture::kItems, certain},
                                   sampled.gradients(), sampled.scratch);
  EXPECT_NEAR(a, b, 1e-5);
  const auto same = [](std::span<const float> x, std::span<const float> y) {
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], y[i], 1e-5);
  };
  same(full.d_outputs.span(), sampled.d_outputs.span());
  same(full.d_items.span(), sampled.d_items.span());
  same(full.d_bias.span(), sampled.d_bias.span());
}

TEST(FullSoftmax, TilesDoNotChangeTheResult) {
  constexpr std::size_t kMany = kSoftmaxTileRows + 3;
  Buffer outputs = random_buffer(kMany, 4, 1), items = random_buffer(6, 4, 2), bias = zeros(1, 6);
  std::vector<std::uint32_t> targets(kMany);
  for (std::size_t i = 0; i < kMany; ++i) targets[i] = static_cast<std::uint32_t>(i % 6);
  const std::vector<float> weights(kMany, 1.0F);
  Buffer d_outputs(kMany, 4), d_items = zeros(6, 4), d_bias = zeros(1, 6);
  TiedSoftmaxScratch scratch;
  const double all = full_softmax({outputs.view(), items.view(), bias.span(), targets, weights},
                                  {d_outputs.view(), d_items.view(), d_bias.span()}, scratch);
  double sum = 0.0;
  for (std::size_t r = 0; r < kMany; ++r) {
    sum += full_softmax({outputs.view().row_range(r, 1), items.view(), bias.span(),
                         std::span(targets).subspan(r, 1), std::span(weights).subspan(r, 1)},
                        {d_outputs.view().row_range(r, 1), d_items.view(), d_bias.span()}, scratch);
  }
  EXPECT_NEAR(all, sum, 1e-3);
}

}  // namespace
}  // namespace attune::nn
