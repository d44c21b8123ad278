// nn_golden.txt was written by PyTorch (tests/golden/make_nn_golden.py).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "foundation/tensor/layer_norm.h"
#include "learning/nn/gru.h"
#include "learning/nn/linear.h"
#include "learning/nn/tied_softmax.h"
#include "learning/nn/transformer_block.h"

namespace attune::nn {
namespace {

constexpr std::size_t kSteps = 4, kLanes = 2, kInput = 3, kHidden = 5, kClasses = 6;
constexpr std::size_t kBlock = 6, kFeed = 5;

class Golden : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(ATTUNE_SOURCE_DIR "/tests/golden/nn_golden.txt");
    std::string name;
    for (std::size_t size = 0; in >> name >> size;) {
      std::vector<float>& values = values_[name];
      values.resize(size);
      for (float& x : values) in >> x;
    }
    ASSERT_EQ(values_.size(), 86U);
  }
  std::span<const float> of(const std::string& name) { return values_.at(name); }
  tensor::ConstMatrixView of(const std::string& name, std::size_t rows, std::size_t columns) {
    return {values_.at(name).data(), rows, columns};
  }
  void expect_same(std::span<const float> values, const std::string& name) {
    ASSERT_EQ(values.size(), of(name).size()) << name;
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], of(name)[i], 1e-5) << name << "[" << i << "]";
    }
  }
  static Buffer zeros(std::size_t rows, std::size_t columns) {
    Buffer buffer;
    buffer.reshape_zero(rows, columns);
    return buffer;
  }

  void check_block(const std::string& prefix, const BlockShape& shape);

 private:
  std::map<std::string, std::vector<float>> values_;
};

void Golden::check_block(const std::string& prefix, const BlockShape& shape) {
  using Weights = BlockWeights<const float>;
  using Gradients = BlockWeights<float>;
  struct Parameter {
    const char* name;
    tensor::ConstMatrixView Weights::* weight;
    tensor::MatrixView Gradients::* gradient;
    std::size_t rows;
  };
  std::vector<Parameter> parameters{
      {"attention_norm", &Weights::attention_norm, &Gradients::attention_norm, 2},
      {"qkv", &Weights::qkv, &Gradients::qkv, kBlock},
      {"qkv_bias", &Weights::qkv_bias, &Gradients::qkv_bias, 1},
      {"out", &Weights::out, &Gradients::out, kBlock},
      {"out_bias", &Weights::out_bias, &Gradients::out_bias, 1},
      {"feed_norm", &Weights::feed_norm, &Gradients::feed_norm, 2},
      {"up", &Weights::up, &Gradients::up, kBlock},
      {"up_bias", &Weights::up_bias, &Gradients::up_bias, 1},
      {"down", &Weights::down, &Gradients::down, kFeed},
      {"down_bias", &Weights::down_bias, &Gradients::down_bias, 1}};
  if (shape.gated) {
    parameters.push_back(
        {"attention_gate", &Weights::attention_gate, &Gradients::attention_gate, kBlock});
    parameters.push_back(
        {"attention_gate_bias", &Weights::attention_gate_bias, &Gradients::attention_gate_bias, 1});
    parameters.push_back({"feed_gate", &Weights::feed_gate, &Gradients::feed_gate, kBlock});
    parameters.push_back(
        {"feed_gate_bias", &Weights::feed_gate_bias, &Gradients::feed_gate_bias, 1});
  }
  Weights weights;
  Gradients gradients;
  std::vector<Buffer> sums(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& p = parameters[i];
    const std::size_t columns = of(prefix + p.name).size() / p.rows;
    weights.*p.weight = of(prefix + p.name, p.rows, columns);
    gradients.*p.gradient = sums[i].reshape_zero(p.rows, columns);
  }
  TransformerBlock block(shape);
  const std::vector<std::size_t> offsets{0, kSteps};
  Buffer x(kSteps, kBlock);
  std::ranges::copy(of(prefix + "x"), x.span().begin());
  block.forward(weights, offsets, {}, x.view());
  expect_same(x.span(), prefix + "y");
  Buffer d_x(kSteps, kBlock);
  std::ranges::copy(of(prefix + "direction"), d_x.span().begin());
  block.backward(weights, gradients, offsets, d_x.view());
  expect_same(d_x.span(), prefix + "d_x");
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    expect_same(sums[i].span(), prefix + "d_" + parameters[i].name);
  }
}

TEST_F(Golden, ABlockIsPyTorchsPreNormLayer) {
  check_block("block_", {.hidden = kBlock, .heads = 2, .feed_forward = kFeed, .gated = false});
}

TEST_F(Golden, AGatedBlockIsItsFormulaInPyTorch) {
  check_block("gated_", {.hidden = kBlock, .heads = 1, .feed_forward = kFeed, .gated = true});
}

TEST_F(Golden, GruForwardAndBackwardAreThoseOfPyTorch) {
  const std::vector<std::size_t> lengths(kLanes, kSteps);
  const Packing packing(lengths);
  const std::size_t rows = packing.row_count();
  const auto x = of("gru_x", rows, kInput);
  Buffer gates(rows, 4 * kHidden), state(rows, kHidden), q(rows, kHidden), hidden(rows, kHidden),
      scratch(kLanes, 3 * kHidden);
  // A gate that is open leaves PyTorch's GRU.
  for (float& gate : gates.span()) gate = 50.0F;
  linear_forward(x, of("gru_projection", kInput, 3 * kHidden), of("gru_bias"),
                 gates.view().column_range(0, 3 * kHidden));
  const GruSequence sequence{packing,
                             {of("gru_recurrent", kHidden, 3 * kHidden), of("gru_bias_n")},
                             of("gru_start", kLanes, kHidden),
                             gates.view(),
                             state.view(),
                             q.view(),
                             hidden.view(),
                             scratch.view()};
  gru_sequence_forward(sequence);
  expect_same(hidden.span(), "gru_y");

  Buffer d_hidden(rows, kHidden), d_projected(rows, 3 * kHidden), d_start(kLanes, kHidden),
      lane_scratch(kLanes, kHidden);
  std::ranges::copy(of("gru_direction"), d_hidden.span().begin());
  gru_sequence_backward(
      sequence, {d_hidden.view(), d_projected.view(), d_start.view(), lane_scratch.view(), kSteps});
  expect_same(d_start.span(), "gru_d_start");
  Buffer d_recurrent = zeros(kHidden, 3 * kHidden), d_bias_n = zeros(1, kHidden);
  linear_backward({state.view(),
                   of("gru_recurrent", kHidden, 3 * kHidden),
                   d_projected.view(),
                   d_recurrent.view(),
                   {},
                   {}});
  add_column_sums(d_projected.view().column_range(2 * kHidden, kHidden), d_bias_n.span());
  expect_same(d_recurrent.span(), "gru_d_recurrent");
  expect_same(d_bias_n.span(), "gru_d_bias_n");
  Buffer d_projection = zeros(kInput, 3 * kHidden), d_bias = zeros(1, 3 * kHidden),
         d_x(rows, kInput);
  linear_backward({x, of("gru_projection", kInput, 3 * kHidden),
                   gates.view().column_range(0, 3 * kHidden), d_projection.view(), d_bias.span(),
                   d_x.view()});
  expect_same(d_projection.span(), "gru_d_projection");
  expect_same(d_bias.span(), "gru_d_bias");
  expect_same(d_x.span(), "gru_d_x");
}

TEST_F(Golden, LayerNormForwardAndBackwardAreThoseOfPyTorch) {
  Buffer normal(kSteps, kHidden), y(kSteps, kHidden), d_x(kSteps, kHidden);
  Buffer d_gain = zeros(1, kHidden), d_bias = zeros(1, kHidden);
  std::vector<float> inverse(kSteps);
  tensor::layer_norm_forward({of("norm_x", kSteps, kHidden), of("norm_gain"), of("norm_bias"),
                              normal.view(), inverse, y.view()});
  expect_same(y.span(), "norm_y");
  tensor::layer_norm_backward({of("norm_direction", kSteps, kHidden), of("norm_gain"),
                               normal.view(), inverse, d_x.view(), d_gain.span(), d_bias.span()});
  expect_same(d_x.span(), "norm_d_x");
  expect_same(d_gain.span(), "norm_d_gain");
  expect_same(d_bias.span(), "norm_d_bias");
}

TEST_F(Golden, SoftmaxCrossEntropyIsThatOfPyTorch) {
  std::vector<std::uint32_t> targets;
  for (const float target : of("softmax_targets")) {
    targets.push_back(static_cast<std::uint32_t>(target));
  }
  const std::vector<float> weights(kSteps, 1.0F);
  Buffer d_outputs(kSteps, kHidden), d_items = zeros(kClasses, kHidden),
                                     d_bias = zeros(1, kClasses);
  TiedSoftmaxScratch scratch;
  const double loss =
      full_softmax({of("softmax_outputs", kSteps, kHidden), of("softmax_items", kClasses, kHidden),
                    of("softmax_bias"), targets, weights},
                   {d_outputs.view(), d_items.view(), d_bias.span()}, scratch);
  EXPECT_NEAR(loss, static_cast<double>(of("softmax_loss")[0]), 1e-5);
  expect_same(d_outputs.span(), "softmax_d_outputs");
  expect_same(d_items.span(), "softmax_d_items");
  expect_same(d_bias.span(), "softmax_d_bias");
}

}  // namespace
}  // namespace attune::nn
