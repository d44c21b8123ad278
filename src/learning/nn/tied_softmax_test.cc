#include "learning/nn/tied_softmax.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "foundation/base/random.h"

namespace attune::nn {
namespace {

std::vector<float> random_values(std::size_t count, double scale, std::uint64_t seed) {
  std::vector<float> values(count);
  Random random(seed);
  for (float& x : values) x = static_cast<float>(scale * random.normal());
  return values;
}

double relative_error(std::span<const float> value, std::span<const float> exact) {
  double error = 0.0, size = 0.0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const auto e = static_cast<double>(exact[i]);
    error += std::pow(static_cast<double>(value[i]) - e, 2);
    size += e * e;
  }
  return std::sqrt(error / size);
}

/// An output layer and what one pass makes of it.
struct Layer {
  std::size_t rows, items, hidden;
  std::vector<float> outputs = random_values(rows * hidden, 1.0, 1);
  std::vector<float> vectors = random_values(items * hidden, 0.3, 2);
  std::vector<float> bias = random_values(items, 0.5, 3);
  std::vector<float> weights = std::vector<float>(rows, 1.0F);
  std::vector<std::uint32_t> targets = std::vector<std::uint32_t>(rows);
  std::vector<float> d_outputs = std::vector<float>(rows * hidden);
  std::vector<float> d_items = std::vector<float>(items * hidden);
  std::vector<float> d_bias = std::vector<float>(items);
  double loss = 0.0;

  Layer(std::size_t row_count, std::size_t item_count, std::size_t width)
      : rows(row_count), items(item_count), hidden(width) {
    for (std::size_t r = 0; r < rows; ++r) targets[r] = static_cast<std::uint32_t>(r * 7 % items);
    weights[rows / 2] = 0.0F;
  }
  /// Sampled from the first `sampled` items; 0: all of them.
  Layer run(tensor::Precision precision, std::size_t sampled = 0) const {
    Layer pass = *this;
    TiedSoftmaxScratch scratch;
    const TiedSoftmaxInput input{{pass.outputs.data(), rows, hidden},
                                 {pass.vectors.data(), items, hidden},
                                 bias,
                                 targets,
                                 weights,
                                 precision};
    const TiedSoftmaxGradients gradients{
        {pass.d_outputs.data(), rows, hidden}, {pass.d_items.data(), items, hidden}, pass.d_bias};
    const std::vector<float> log_chance(sampled, -0.7F);
    pass.loss = sampled == 0 ? full_softmax(input, gradients, scratch)
                             : sampled_softmax(input, {sampled, log_chance}, gradients, scratch);
    return pass;
  }
};

void expect_within_bf16(const Layer& fast, const Layer& exact) {
  EXPECT_NEAR(fast.loss, exact.loss, 5e-3 * std::abs(exact.loss));
  EXPECT_LT(relative_error(fast.d_outputs, exact.d_outputs), 2e-2);
  EXPECT_LT(relative_error(fast.d_items, exact.d_items), 2e-2);
  EXPECT_LT(relative_error(fast.d_bias, exact.d_bias), 2e-2);
}

constexpr auto kFp32 = tensor::Precision::kFp32;
constexpr auto kBf16 = tensor::Precision::kBf16;

TEST(Bf16Softmax, GradientsOverAllItemsAreThoseOfFp32UpToRounding) {
  for (const std::size_t rows : {3U, 25U, 48U, 511U}) {
    for (const std::size_t items : {2U, 33U, 130U}) {
      for (const std::size_t hidden : {15U, 64U}) {
        SCOPED_TRACE(testing::Message() << rows << " " << items << " " << hidden);
        const Layer layer(rows, items, hidden);
        expect_within_bf16(layer.run(kBf16), layer.run(kFp32));
      }
    }
  }
}

TEST(Bf16Softmax, GradientsOverASampleAreThoseOfFp32UpToRounding) {
  for (const std::size_t sampled : {1U, 32U, 57U}) {
    SCOPED_TRACE(sampled);
    const Layer layer(75, 90, 32);
    expect_within_bf16(layer.run(kBf16, sampled), layer.run(kFp32, sampled));
  }
}

TEST(Bf16Softmax, RepeatsBitForBit) {
  const Layer layer(100, 65, 32);
  const Layer once = layer.run(kBf16);
  const Layer again = layer.run(kBf16);
  EXPECT_EQ(once.loss, again.loss);
  EXPECT_EQ(once.d_outputs, again.d_outputs);
  EXPECT_EQ(once.d_items, again.d_items);
  EXPECT_EQ(once.d_bias, again.d_bias);
}

TEST(Bf16Softmax, RoundingHasNoDirection) {
  // Each row's gradients sum to 0; rounding leaves no trend behind it.
  const Layer pass = Layer(400, 64, 16).run(kBf16);
  double sum = 0.0;
  for (const float d : pass.d_bias) sum += static_cast<double>(d);
  EXPECT_NEAR(sum, 0.0, 1e-3);
}

}  // namespace
}  // namespace attune::nn
