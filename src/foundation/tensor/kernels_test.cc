#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/adam.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/gru_cell.h"
#include "foundation/tensor/layer_norm.h"
#include "foundation/tensor/softmax.h"
#include "foundation/tensor/top_k.h"

namespace attune::tensor {
namespace {

/// A length and a misalignment: kernels run over vectors of 4 to 16 floats.
struct Shape {
  std::size_t size;
  std::size_t offset;  // floats from the start of an allocation
};

std::vector<Shape> shapes() {
  std::vector<Shape> all;
  for (const std::size_t multiple : {4U, 8U, 16U, 64U, 128U}) {
    for (const std::size_t size : {multiple - 1, multiple, multiple + 1}) {
      for (const std::size_t offset : {0U, 1U, 3U}) all.push_back({size, offset});
    }
  }
  all.push_back({1, 0});
  return all;
}

/// Rows of random values at a misaligned address, with room around that must stay untouched.
class Buffer {
 public:
  Buffer(std::size_t rows, Shape shape, std::uint64_t seed, double scale = 1.0)
      : rows_(rows),
        columns_(shape.size),
        offset_(shape.offset),
        values_(shape.offset + rows * (shape.size + kGap) + kGap, kGuard) {
    Random random(seed);
    for (std::size_t r = 0; r < rows; ++r) {
      for (float& x : view().row_span(r)) x = static_cast<float>(scale * random.normal());
    }
  }
  MatrixView view() { return {values_.data() + offset_, rows_, columns_, columns_ + kGap}; }
  bool guards_are_whole() {
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t i = 0; i < kGap; ++i) {
        if (view().row(r)[columns_ + i] != kGuard) return false;
      }
    }
    return true;
  }

 private:
  static constexpr std::size_t kGap = 5;
  static constexpr float kGuard = 12345.0F;
  std::size_t rows_, columns_, offset_;
  std::vector<float> values_;
};

void expect_near(Buffer& fast, Buffer& slow, float tolerance) {
  const MatrixView a = fast.view();
  const MatrixView b = slow.view();
  for (std::size_t r = 0; r < a.rows; ++r) {
    for (std::size_t i = 0; i < a.columns; ++i) {
      ASSERT_NEAR(a.row(r)[i], b.row(r)[i], tolerance * (1.0F + std::abs(b.row(r)[i])))
          << "row " << r << " column " << i << " of " << a.columns;
    }
  }
  EXPECT_TRUE(fast.guards_are_whole());
}

TEST(GruCell, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    const Shape three{shape.size * 3, shape.offset};
    Buffer p(3, three, 2, 2.0), bias(1, shape, 3), state(3, shape, 4), d_next(3, shape, 5);
    Buffer gates(3, three, 1, 2.0), q(3, shape, 6), next(3, shape, 7), dp(3, three, 8),
        ds(3, shape, 9);
    Buffer gates2(3, three, 1, 2.0), q2(3, shape, 6), next2(3, shape, 7), dp2(3, three, 8),
        ds2(3, shape, 9);
    gru_cell_forward(
        {gates.view(), p.view(), bias.view().data, state.view(), q.view(), next.view()});
    reference::gru_cell_forward(
        {gates2.view(), p.view(), bias.view().data, state.view(), q2.view(), next2.view()});
    expect_near(gates, gates2, 2e-6F);
    expect_near(next, next2, 2e-6F);
    gru_cell_backward({d_next.view(), gates.view(), q.view(), state.view(), dp.view(), ds.view()});
    reference::gru_cell_backward(
        {d_next.view(), gates2.view(), q2.view(), state.view(), dp2.view(), ds2.view()});
    expect_near(gates, gates2, 5e-6F);
    expect_near(dp, dp2, 5e-6F);
    expect_near(ds, ds2, 5e-6F);
  }
}

TEST(StateGate, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    Buffer state(2, shape, 4);
    Buffer gate(2, shape, 1, 3.0), gated(2, shape, 2), gate2(2, shape, 1, 3.0), gated2(2, shape, 2);
    state_gate_forward({gate.view(), state.view(), gated.view()});
    reference::state_gate_forward({gate2.view(), state.view(), gated2.view()});
    expect_near(gate, gate2, 2e-6F);
    expect_near(gated, gated2, 2e-6F);
    state_gate_backward({gate.view(), state.view(), gated.view()});
    reference::state_gate_backward({gate2.view(), state.view(), gated2.view()});
    expect_near(gate, gate2, 5e-6F);
    expect_near(gated, gated2, 5e-6F);
  }
}

TEST(GruCell, StaysFiniteForHugeInputs) {
  for (const double scale : {1e3, 1e30}) {
    Buffer gates(1, {48, 0}, 1, scale), p(1, {48, 0}, 2), bias(1, {16, 0}, 3), state(1, {16, 0}, 4);
    Buffer q(1, {16, 0}, 5), next(1, {16, 0}, 6);
    gru_cell_forward(
        {gates.view(), p.view(), bias.view().data, state.view(), q.view(), next.view()});
    for (const float x : next.view().row_span(0)) EXPECT_TRUE(std::isfinite(x));
  }
}

TEST(SoftmaxCrossEntropy, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    for (const double scale : {1.0, 40.0}) {
      Buffer fast(3, shape, 1, scale), slow(3, shape, 1, scale), bias(1, shape, 2);
      const auto last = static_cast<std::uint32_t>(shape.size - 1);
      const std::vector<std::uint32_t> targets{0, last, last / 2};
      const std::vector<float> weights{0.5F, 0.0F, 2.0F};
      const auto spread = std::span<const float>(bias.view().row_span(0));
      const double a = softmax_cross_entropy({fast.view(), spread, targets, weights});
      const double b = reference::softmax_cross_entropy({slow.view(), spread, targets, weights});
      EXPECT_NEAR(a, b, 1e-5 * (1.0 + std::abs(b)));
      expect_near(fast, slow, 2e-6F);
    }
  }
}

TEST(SoftmaxCrossEntropy, LeavesOutLogitsOfMinusInfinity) {
  constexpr float kOut = -std::numeric_limits<float>::infinity();
  std::vector<float> with{1, kOut, 2, 0.5F, kOut};
  std::vector<float> without{1, 2, 0.5F};
  const std::vector<float> bias(5, 0.0F), weight{1.0F};
  const std::vector<std::uint32_t> third{2}, second{1};
  const double a = softmax_cross_entropy({{with.data(), 1, 5}, bias, third, weight});
  const double b =
      softmax_cross_entropy({{without.data(), 1, 3}, std::span(bias).first(3), second, weight});
  EXPECT_NEAR(a, b, 1e-6);
  EXPECT_EQ(with[1], 0.0F);
  EXPECT_NEAR(with[2], without[1], 1e-6);
}

TEST(LogSumExp, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    Buffer x(1, shape, 1, 50.0);
    EXPECT_NEAR(log_sum_exp(x.view().row_span(0)), reference::log_sum_exp(x.view().row_span(0)),
                1e-4);
  }
}

TEST(LayerNorm, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    Buffer x(3, shape, 1, 2.0), gain(1, shape, 2), bias(1, shape, 3), d_y(3, shape, 4);
    Buffer n(3, shape, 5), y(3, shape, 6), dx(3, shape, 7), dg(1, shape, 8), db(1, shape, 9);
    Buffer n2(3, shape, 5), y2(3, shape, 6), dx2(3, shape, 7), dg2(1, shape, 8), db2(1, shape, 9);
    std::vector<float> inverse(3), inverse2(3);
    const auto g = gain.view().row_span(0);
    const auto b = bias.view().row_span(0);
    layer_norm_forward({x.view(), g, b, n.view(), inverse, y.view()});
    reference::layer_norm_forward({x.view(), g, b, n2.view(), inverse2, y2.view()});
    expect_near(y, y2, 2e-4F);
    layer_norm_backward({d_y.view(), g, n2.view(), inverse2, dx.view(), dg.view().row_span(0),
                         db.view().row_span(0)});
    reference::layer_norm_backward({d_y.view(), g, n2.view(), inverse2, dx2.view(),
                                    dg2.view().row_span(0), db2.view().row_span(0)});
    if (shape.size > 1) expect_near(dx, dx2, 2e-5F);
    expect_near(dg, dg2, 2e-6F);
    expect_near(db, db2, 2e-6F);
  }
}

TEST(Dropout, FastAndReferenceDropTheSame) {
  for (const Shape shape : shapes()) {
    Buffer fast(1, shape, 1), slow(1, shape, 1);
    dropout(fast.view().row_span(0), 0.3, 0x123456789abcdefULL);
    reference::dropout(slow.view().row_span(0), 0.3, 0x123456789abcdefULL);
    expect_near(fast, slow, 1e-6F);
  }
}

TEST(Dropout, KeepsTheRightShareAndTheMean) {
  std::vector<float> ones(100'000, 1.0F);
  dropout(ones, 0.25, 7);
  double sum = 0.0;
  std::size_t dropped = 0;
  for (const float x : ones) {
    sum += static_cast<double>(x);
    dropped += x == 0.0F ? 1 : 0;
  }
  EXPECT_NEAR(sum / 1e5, 1.0, 0.01);
  EXPECT_NEAR(static_cast<double>(dropped) / 1e5, 0.25, 0.01);
}

TEST(Adam, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    Buffer v(1, shape, 1), m(1, shape, 9, 0.0), s(1, shape, 9, 0.0);
    Buffer v2(1, shape, 1), m2(1, shape, 9, 0.0), s2(1, shape, 9, 0.0);
    for (std::uint64_t t = 1; t <= 5; ++t) {
      Buffer g(1, shape, 100 + t);
      const AdamStep step{.step = t, .learning_rate = 0.01};
      adam(step, g.view().row_span(0), v.view().row_span(0), m.view().row_span(0),
           s.view().row_span(0));
      reference::adam(step, g.view().row_span(0), v2.view().row_span(0), m2.view().row_span(0),
                      s2.view().row_span(0));
    }
    expect_near(v, v2, 1e-5F);
    expect_near(m, m2, 1e-5F);
  }
}

TEST(ScoreRows, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    for (const std::size_t rows : {1U, 4U, 7U}) {
      Buffer w(rows, shape, 1), x(1, shape, 2), bias(1, {rows, 0}, 3), y(1, {rows, 1}, 4),
          y2(1, {rows, 1}, 5);
      score_rows(w.view(), x.view().row_span(0), bias.view().row_span(0), y.view().row_span(0));
      reference::score_rows(w.view(), x.view().row_span(0), bias.view().row_span(0),
                            y2.view().row_span(0));
      expect_near(y, y2, 1e-5F);
    }
  }
}

TEST(AddVectorTimesMatrix, FastAndReferenceAgree) {
  for (const Shape shape : shapes()) {
    Buffer w(9, shape, 1), x(1, {9, 1}, 2), y(1, shape, 3), y2(1, shape, 3);
    add_vector_times_matrix(x.view().row_span(0), w.view(), y.view().row_span(0));
    reference::add_vector_times_matrix(x.view().row_span(0), w.view(), y2.view().row_span(0));
    expect_near(y, y2, 1e-5F);
  }
}

TEST(Gemm, EveryTranspositionAgreesWithTheDefinition) {
  for (const Transpose ta : {Transpose::kNo, Transpose::kYes}) {
    for (const Transpose tb : {Transpose::kNo, Transpose::kYes}) {
      for (const Accumulate add : {Accumulate::kNo, Accumulate::kYes}) {
        Buffer a(ta == Transpose::kNo ? 3 : 5, {ta == Transpose::kNo ? 5U : 3U, 1}, 1);
        Buffer b(tb == Transpose::kNo ? 5 : 4, {tb == Transpose::kNo ? 4U : 5U, 1}, 2);
        Buffer c(3, {4, 1}, 3), expected(3, {4, 1}, 3);
        gemm(ta, a.view(), tb, b.view(), add, c.view());
        for (std::size_t i = 0; i < 3; ++i) {
          for (std::size_t j = 0; j < 4; ++j) {
            float sum = add == Accumulate::kYes ? expected.view().row(i)[j] : 0.0F;
            for (std::size_t k = 0; k < 5; ++k) {
              sum += (ta == Transpose::kNo ? a.view().row(i)[k] : a.view().row(k)[i]) *
                     (tb == Transpose::kNo ? b.view().row(k)[j] : b.view().row(j)[k]);
            }
            expected.view().row(i)[j] = sum;
          }
        }
        expect_near(c, expected, 1e-5F);
      }
    }
  }
}

TEST(TopK, FastAndReferenceAgreeAlsoOverTies) {
  Random random(3);
  for (const std::size_t size : {0U, 1U, 15U, 63U, 64U, 65U, 1000U}) {
    std::vector<float> scores(size);
    for (float& s : scores) s = static_cast<float>(random.below(50));
    std::vector<std::uint64_t> allowed((size + 63) / 64);
    for (auto& word : allowed) word = random.below(3) == 0 ? ~std::uint64_t{0} : random.next();
    for (const std::size_t k : {0U, 1U, 10U, 64U, 2000U}) {
      EXPECT_EQ(top_k(scores, k), reference::top_k(scores, k)) << size << " " << k;
      if (!allowed.empty()) {
        EXPECT_EQ(top_k(scores, k, allowed), reference::top_k(scores, k, allowed));
      }
    }
  }
}

TEST(TopK, NeverChoosesMinusInfinityOrNaN) {
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> scores{-inf, 1.0F, std::nanf(""), -5.0F};
  EXPECT_EQ(top_k(scores, 4), (std::vector<std::uint32_t>{1, 3}));
}

}  // namespace
}  // namespace attune::tensor
