#include "learning/models/hrnn.h"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>

#include "foundation/base/random.h"
#include "learning/models/network_checks.h"
#include "learning/nn/gradient_check.h"
#include "learning/nn/tied_softmax.h"

namespace attune::models {
namespace {

using namespace testing;

/// Random weights everywhere, so that every path matters.
HrnnParts random_parts(bool user_level, bool user_features, bool recency_gate = true) {
  HrnnParts parts;
  parts.shape = {.hidden = 16,
                 .event_type_count = 2,
                 .user_feature_count = user_features ? 3U : 0U,
                 .user_level = user_level,
                 .context_rows = 5,
                 .request_rows = 3,
                 .recency_gate = recency_gate};
  parts.rules = {.session_gap_s = 1800.0, .event_type_count = 2, .context = two_columns()};
  Random random(5);
  const auto fill = [&](std::vector<float>& values, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      values.push_back(static_cast<float>(0.3 * random.normal()));
    }
  };
  fill(parts.weights, HrnnLayout(parts.shape).size());
  fill(parts.items, kItems * 16);
  fill(parts.item_bias, kItems);
  if (user_features) parts.user_features = two_users();
  return parts;
}

/// Each row's request is the context of its own event.
struct Packed : HrnnBatch {
  std::deque<std::vector<ContextInput>> contexts;
};

Packed pack(const HrnnInputRules& rules,
            const std::vector<std::vector<data::Interaction>>& histories) {
  Packed batch;
  std::vector<std::size_t> lengths;
  for (const auto& events : histories) lengths.push_back(events.size());
  batch.packing = nn::Packing(lengths);
  batch.events.resize(batch.packing.row_count());
  batch.request.resize(batch.packing.row_count());
  for (std::size_t lane = 0; lane < histories.size(); ++lane) {
    std::optional<std::int64_t> before;
    for (std::size_t t = 0; t < histories[lane].size(); ++t) {
      auto& event = batch.events[batch.packing.row(t, lane)];
      event = rules.event_of(histories[lane][t], before);
      event.item = static_cast<std::uint32_t>(histories[lane][t].item);
      auto& context = batch.contexts.emplace_back();
      rules.add_context(histories[lane][t].context, context);
      event.context_data = context.data();
      event.context_count = static_cast<std::uint8_t>(context.size());
      batch.request[batch.packing.row(t, lane)] = event.context();
      before = histories[lane][t].timestamp_s;
    }
  }
  return batch;
}

struct Variant {
  bool user_level;
  bool user_features;
  bool recency_gate = true;
};

class HrnnVariants : public ::testing::TestWithParam<Variant> {
 protected:
  HrnnParts parts_ =
      random_parts(GetParam().user_level, GetParam().user_features, GetParam().recency_gate);
  HrnnLayout layout_{parts_.shape};
  tensor::ConstMatrixView items() const { return {parts_.items.data(), kItems, 16}; }
};

TEST_P(HrnnVariants, StepByStepEqualsTheBatch) {
  const std::vector<std::vector<data::Interaction>> histories{history(40, 1), history(17, 2),
                                                              history(1, 3)};
  const Packed batch = pack(parts_.rules, histories);
  const std::vector<std::optional<std::uint32_t>> users{1, 0, std::nullopt};
  HrnnPass pass;
  HrnnStates states;
  pass.start(layout_, parts_.weights, users, parts_.user_features, states);
  pass.forward(layout_, parts_.weights, items(), batch, states, {});

  const auto model = make_hrnn(parts_);
  std::vector<float> scores(kItems);
  for (std::size_t lane = 0; lane < histories.size(); ++lane) {
    const auto state =
        model->start(users[lane] ? std::optional(data::UserIndex{*users[lane]}) : std::nullopt);
    for (std::size_t t = 0; t < histories[lane].size(); ++t) {
      model->advance(*state, histories[lane][t]);
      model->score(*state, scores);
      const auto hidden = pass.hidden().row_span(batch.packing.row(t, lane));
      for (std::size_t i = 0; i < kItems; ++i) {
        float expected = parts_.item_bias[i];
        for (std::size_t k = 0; k < 16; ++k) expected += hidden[k] * items().row(i)[k];
        ASSERT_NEAR(scores[i], expected, 1e-4) << "lane " << lane << " step " << t;
      }
      model->score_at(*state, {.context = histories[lane][t].context}, scores);
      const auto output = pass.outputs().row_span(batch.packing.row(t, lane));
      for (std::size_t i = 0; i < kItems; ++i) {
        float expected = parts_.item_bias[i];
        for (std::size_t k = 0; k < 16; ++k) expected += output[k] * items().row(i)[k];
        ASSERT_NEAR(scores[i], expected, 1e-4) << "lane " << lane << " step " << t;
      }
    }
  }
}

TEST_P(HrnnVariants, GradientsAgreeWithFiniteDifferencesForEveryParameter) {
  const std::vector<std::vector<data::Interaction>> histories{history(9, 1), history(6, 2),
                                                              history(2, 3)};
  const Packed batch = pack(parts_.rules, histories);
  const std::vector<std::optional<std::uint32_t>> users{1, 0, std::nullopt};
  const std::size_t rows = batch.events.size();
  std::vector<std::uint32_t> targets(rows);
  for (std::size_t r = 0; r < rows; ++r) targets[r] = static_cast<std::uint32_t>((r * 5) % kItems);
  const std::vector<float> weights(rows, 1.0F);
  HrnnPass pass;
  HrnnStates states;
  nn::Buffer d_outputs(rows, 16), d_items;
  nn::TiedSoftmaxScratch scratch;
  std::vector<float> d_bias(kItems, 0.0F);
  const auto loss = [&] {
    d_items.reshape_zero(kItems, 16);
    pass.start(layout_, parts_.weights, users, parts_.user_features, states);
    pass.forward(layout_, parts_.weights, items(), batch, states,
                 {.input = 0.2, .output = 0.3, .request = 0.3, .seed = 9});
    return nn::full_softmax({pass.outputs(), items(), parts_.item_bias, targets, weights},
                            {d_outputs.view(), d_items.view(), d_bias}, scratch);
  };
  loss();
  std::vector<float> dense(layout_.size(), 0.0F);
  pass.backward(layout_, parts_.weights, batch,
                {d_outputs.view(), dense, d_items.view(), /*window=*/1000});
  pass.start_backward(layout_, parts_.weights, users, parts_.user_features, dense);
  const nn::Buffer d_all_items = d_items;
  std::vector<nn::Checked> groups{{"items", parts_.items, d_all_items.span()}};
  for (const HrnnParameter& p : layout_.parameters()) {
    groups.push_back({std::string(p.name),
                      std::span(parts_.weights).subspan(p.offset, p.rows * p.columns),
                      std::span<const float>(dense).subspan(p.offset, p.rows * p.columns)});
  }
  nn::expect_gradients(groups, loss, 16, 3e-2);
}

TEST_P(HrnnVariants, ARunInPiecesEqualsTheWholeRun) {
  const auto whole_history = history(30, 4);
  const Packed whole = pack(parts_.rules, {whole_history});
  const std::vector<std::optional<std::uint32_t>> users{0};
  HrnnPass pass;
  HrnnStates states;
  pass.start(layout_, parts_.weights, users, parts_.user_features, states);
  HrnnStates carried = states;
  pass.forward(layout_, parts_.weights, items(), whole, states, {});
  const std::vector<float> expected(pass.hidden().row(29), pass.hidden().row(29) + 16);

  for (std::size_t first = 0; first < 30; first += 10) {
    HrnnBatch piece;
    const std::size_t length = 10;
    piece.packing = nn::Packing({&length, 1});
    piece.events.assign(whole.events.begin() + static_cast<std::ptrdiff_t>(first),
                        whole.events.begin() + static_cast<std::ptrdiff_t>(first + 10));
    pass.forward(layout_, parts_.weights, items(), piece, carried, {});
    std::ranges::copy(pass.hidden().row_span(9), carried.session.view().row(0));
    if (parts_.shape.user_level) {
      std::ranges::copy(pass.user_states().row_span(0), carried.user.view().row(0));
    }
  }
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_NEAR(carried.session.view().row(0)[i], expected[i], 1e-5);
  }
}

TEST_P(HrnnVariants, SurvivesItsArtefactBitForBit) {
  expect_survives_its_artefact(*make_hrnn(parts_), hrnn_from_artefact);
}

INSTANTIATE_TEST_SUITE_P(All, HrnnVariants,
                         ::testing::Values(Variant{false, false}, Variant{true, false},
                                           Variant{false, true}, Variant{true, true},
                                           Variant{true, true, false}));

TEST(Hrnn, AClonedStateMovesOnItsOwn) {
  expect_clones_move_on_their_own(*make_hrnn(random_parts(true, false)));
}

TEST(Hrnn, StaysFiniteForStrangeEvents) {
  expect_finite_for_strange_events(*make_hrnn(random_parts(true, true)));
}

TEST(Hrnn, AnArtefactThatDoesNotFitIsRefused) {
  expect_refuses_what_does_not_fit(make_hrnn(random_parts(true, true))->to_artefact(),
                                   hrnn_from_artefact);
}

TEST(Hrnn, RelatedItemsAreOrderedByCosineAndLeaveOutTheItem) {
  const auto parts = random_parts(false, false);
  const auto model = make_hrnn(parts);
  std::vector<float> scores(kItems);
  ASSERT_TRUE(model->related(data::ItemIndex{2}, scores));
  EXPECT_EQ(scores[2], -std::numeric_limits<float>::infinity());
  for (std::size_t i = 0; i < kItems; ++i) {
    if (i == 2) continue;
    EXPECT_LE(std::abs(scores[i]), 1.0F + 1e-5F);
  }
  EXPECT_FALSE(model->related(data::ItemIndex{kItems}, scores));
}

TEST(GapBucket, GrowsWithTheLogarithm) {
  EXPECT_EQ(gap_bucket(10, 10), 0);
  EXPECT_EQ(gap_bucket(10, 5), 0);
  EXPECT_EQ(gap_bucket(10, 11), 1);
  EXPECT_EQ(gap_bucket(0, 3), 2);
  EXPECT_EQ(gap_bucket(std::numeric_limits<std::int64_t>::min(),
                       std::numeric_limits<std::int64_t>::max()),
            kGapBuckets - 1);
}

}  // namespace
}  // namespace attune::models
