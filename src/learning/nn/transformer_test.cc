#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "foundation/base/random.h"
#include "learning/nn/attention.h"
#include "learning/nn/gradient_check.h"
#include "learning/nn/transformer_block.h"

namespace attune::nn {
namespace {

Buffer random_buffer(std::size_t rows, std::size_t columns, std::uint64_t seed,
                     double scale = 0.5) {
  Buffer buffer(rows, columns);
  Random random(seed);
  for (float& x : buffer.span()) x = static_cast<float>(scale * random.normal());
  return buffer;
}

double project(std::span<const float> y, std::span<const float> direction) {
  double sum = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum += static_cast<double>(y[i]) * static_cast<double>(direction[i]);
  }
  return sum;
}

constexpr std::size_t kHidden = 6;
constexpr std::size_t kHeads = 2;

Attention attention_of(const Buffer& qkv, double dropout = 0.0) {
  const auto rows = qkv.view();
  return {.queries = rows.column_range(0, kHidden),
          .keys = rows.column_range(kHidden, kHidden),
          .values = rows.column_range(2 * kHidden, kHidden),
          .heads = kHeads,
          .dropout = dropout,
          .seed = 3};
}

/// In double, weight by weight.
Buffer naive_attention(const Attention& a) {
  Buffer mixed;
  const auto y = mixed.reshape_zero(a.queries.rows, kHidden);
  const std::size_t width = kHidden / a.heads;
  for (std::size_t r = 0; r < a.queries.rows; ++r) {
    for (std::size_t head = 0; head < a.heads; ++head) {
      std::vector<double> weights;
      double sum = 0.0;
      for (std::size_t k = 0; k <= a.before() + r; ++k) {
        double score = 0.0;
        for (std::size_t i = head * width; i < (head + 1) * width; ++i) {
          score += static_cast<double>(a.queries.row(r)[i]) * static_cast<double>(a.keys.row(k)[i]);
        }
        weights.push_back(std::exp(score / std::sqrt(static_cast<double>(width))));
        sum += weights.back();
      }
      for (std::size_t i = head * width; i < (head + 1) * width; ++i) {
        double value = 0.0;
        for (std::size_t k = 0; k < weights.size(); ++k) {
          value += weights[k] / sum * static_cast<double>(a.values.row(k)[i]);
        }
        y.row(r)[i] = static_cast<float>(value);
      }
    }
  }
  return mixed;
}

class AttentionLengths : public ::testing::TestWithParam<std::size_t> {};

TEST_P(AttentionLengths, EqualTheFormula) {
  const std::size_t rows = GetParam();
  const Buffer qkv = random_buffer(rows, 3 * kHidden, 1, 1.0);
  Buffer mixed(rows, kHidden), log_sums(kHeads, rows);
  AttentionScratch scratch;
  attention_forward(attention_of(qkv), mixed.view(), log_sums.view(), scratch);
  const Buffer expected = naive_attention(attention_of(qkv));
  for (std::size_t i = 0; i < expected.span().size(); ++i) {
    ASSERT_NEAR(mixed.span()[i], expected.span()[i], 2e-5) << i;
  }
}

TEST_P(AttentionLengths, LateQueriesAloneGiveTheSame) {
  const std::size_t rows = GetParam();
  const Buffer qkv = random_buffer(rows, 3 * kHidden, 2, 1.0);
  const Buffer whole = naive_attention(attention_of(qkv));
  for (const std::size_t late : {std::size_t{1}, rows / 2 + 1}) {
    Attention attention = attention_of(qkv);
    attention.queries = attention.queries.row_range(rows - late, late);
    Buffer mixed(late, kHidden), log_sums(kHeads, late);
    AttentionScratch scratch;
    attention_forward(attention, mixed.view(), log_sums.view(), scratch);
    for (std::size_t i = 0; i < mixed.span().size(); ++i) {
      ASSERT_NEAR(mixed.span()[i], whole.span()[(rows - late) * kHidden + i], 2e-5) << i;
    }
  }
}

TEST_P(AttentionLengths, GradientsAreThoseOfDifferences) {
  const std::size_t rows = GetParam();
  Buffer qkv = random_buffer(rows, 3 * kHidden, 1);
  const Buffer direction = random_buffer(rows, kHidden, 4);
  for (const double dropout : {0.0, 0.3}) {
    Buffer mixed(rows, kHidden), log_sums(kHeads, rows), d_qkv(rows, 3 * kHidden);
    AttentionScratch scratch;
    const auto loss = [&] {
      attention_forward(attention_of(qkv, dropout), mixed.view(), log_sums.view(), scratch);
      return project(mixed.span(), direction.span());
    };
    loss();
    const auto d = d_qkv.view();
    attention_backward(attention_of(qkv, dropout),
                       {.mixed = mixed.view(),
                        .d_mixed = direction.view(),
                        .log_sums = log_sums.view(),
                        .d_queries = d.column_range(0, kHidden),
                        .d_keys = d.column_range(kHidden, kHidden),
                        .d_values = d.column_range(2 * kHidden, kHidden)},
                       scratch);
    const Checked groups[] = {{"qkv", qkv.span(), d_qkv.span()}};
    expect_gradients(groups, loss, 60);
  }
}

INSTANTIATE_TEST_SUITE_P(Tiles, AttentionLengths,
                         ::testing::Values(1, 2, kAttentionTileRows, kAttentionTileRows + 1,
                                           2 * kAttentionTileRows + 5));

/// Units that are well on or well off: a difference across relu's corner is no slope.
void keep_from_corners(Buffer& bias) {
  for (std::size_t i = 0; i < bias.span().size(); ++i) bias.span()[i] = i % 2 == 0 ? 3.0F : -3.0F;
}

/// A block's parameters and their gradients.
struct Parameters {
  explicit Parameters(const BlockShape& shape, std::uint64_t seed = 7) {
    const std::size_t h = shape.hidden;
    const std::size_t f = shape.feed_forward;
    const auto add = [&](auto member, std::size_t rows, std::size_t columns) {
      values.push_back(random_buffer(rows, columns, seed++, 0.4));
      gradients.emplace_back().reshape_zero(rows, columns);
      weights.*(member.first) = std::as_const(values.back()).view();
      d_weights.*(member.second) = gradients.back().view();
    };
    values.reserve(14);
    gradients.reserve(14);
    using C = BlockWeights<const float>;
    using M = BlockWeights<float>;
    add(std::pair(&C::attention_norm, &M::attention_norm), 2, h);
    add(std::pair(&C::qkv, &M::qkv), h, 3 * h);
    add(std::pair(&C::qkv_bias, &M::qkv_bias), 1, 3 * h);
    add(std::pair(&C::out, &M::out), h, h);
    add(std::pair(&C::out_bias, &M::out_bias), 1, h);
    add(std::pair(&C::attention_gate, &M::attention_gate), h, h);
    add(std::pair(&C::attention_gate_bias, &M::attention_gate_bias), 1, h);
    add(std::pair(&C::feed_norm, &M::feed_norm), 2, h);
    add(std::pair(&C::up, &M::up), h, shape.gated ? 2 * f : f);
    add(std::pair(&C::up_bias, &M::up_bias), 1, shape.gated ? 2 * f : f);
    if (!shape.gated) keep_from_corners(values.back());
    add(std::pair(&C::down, &M::down), f, h);
    add(std::pair(&C::down_bias, &M::down_bias), 1, h);
    add(std::pair(&C::feed_gate, &M::feed_gate), h, h);
    add(std::pair(&C::feed_gate_bias, &M::feed_gate_bias), 1, h);
  }
  std::vector<Buffer> values, gradients;
  BlockWeights<const float> weights;
  BlockWeights<float> d_weights;
};

class Blocks : public ::testing::TestWithParam<bool> {
 protected:
  BlockShape shape_{.hidden = kHidden, .heads = kHeads, .feed_forward = 5, .gated = GetParam()};
  Parameters parameters_{shape_};
  std::vector<std::size_t> offsets_{0, 7, 8, 12};
};

TEST_P(Blocks, GradientsAreThoseOfDifferences) {
  TransformerBlock block(shape_);
  Buffer input = random_buffer(12, kHidden, 1, 1.0);
  const Buffer direction = random_buffer(12, kHidden, 2);
  Buffer x(12, kHidden);
  const auto loss = [&] {
    std::ranges::copy(input.span(), x.span().begin());
    block.forward(parameters_.weights, offsets_,
                  {.dropout = 0.2, .attention_dropout = 0.1, .seed = 5}, x.view());
    return project(x.span(), direction.span());
  };
  loss();
  Buffer d_x = direction;
  block.backward(parameters_.weights, parameters_.d_weights, offsets_, d_x.view());
  std::vector<Checked> groups{{"x", input.span(), d_x.span()}};
  for (std::size_t i = 0; i < parameters_.values.size(); ++i) {
    groups.push_back({"parameter " + std::to_string(i), parameters_.values[i].span(),
                      parameters_.gradients[i].span()});
  }
  expect_gradients(groups, loss, 16);
}

TEST_P(Blocks, SequencesDoNotSeeEachOther) {
  TransformerBlock block(shape_);
  const Buffer input = random_buffer(12, kHidden, 1, 1.0);
  Buffer together = input;
  block.forward(parameters_.weights, offsets_, {}, together.view());
  for (std::size_t l = 0; l + 1 < offsets_.size(); ++l) {
    const std::size_t count = offsets_[l + 1] - offsets_[l];
    Buffer alone(count, kHidden);
    std::ranges::copy(input.span().subspan(offsets_[l] * kHidden, count * kHidden),
                      alone.span().begin());
    const std::vector<std::size_t> own{0, count};
    block.forward(parameters_.weights, own, {}, alone.view());
    for (std::size_t i = 0; i < alone.span().size(); ++i) {
      ASSERT_NEAR(alone.span()[i], together.span()[offsets_[l] * kHidden + i], 1e-5);
    }
  }
}

TEST_P(Blocks, ExtendingRowByRowEqualsTheWhole) {
  TransformerBlock block(shape_);
  const Buffer input = random_buffer(12, kHidden, 1, 1.0);
  Buffer whole = input;
  const std::vector<std::size_t> one{0, 12};
  block.forward(parameters_.weights, one, {}, whole.view());
  KeyValueCache cache;
  std::size_t first = 0;
  for (const std::size_t count : {1U, 1U, 4U, 1U, 5U}) {
    Buffer rows(count, kHidden);
    std::ranges::copy(input.span().subspan(first * kHidden, count * kHidden), rows.span().begin());
    block.extend(parameters_.weights, cache, rows.view());
    for (std::size_t i = 0; i < rows.span().size(); ++i) {
      ASSERT_NEAR(rows.span()[i], whole.span()[first * kHidden + i], 1e-5);
    }
    first += count;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Blocks, ::testing::Bool());

}  // namespace
}  // namespace attune::nn
