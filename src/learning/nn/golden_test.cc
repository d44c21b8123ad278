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

namespace attune::nn {
namespace {

constexpr std::size_t kSteps = 4, kLanes = 2, kInput = 3, kHidden = 5, kClasses = 6;

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
    ASSERT_EQ(values_.size(), 30U);
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

 private:
  std::map<std::string, std::vector<float>> values_;
};

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
