#include "learning/models/transformer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>

#include "foundation/base/random.h"
#include "learning/models/event_inputs.h"
#include "learning/models/network_checks.h"
#include "learning/nn/gradient_check.h"
#include "learning/nn/tied_softmax.h"

namespace attune::models {
namespace {

using namespace testing;

constexpr std::size_t kWindow = 12;
constexpr std::size_t kHidden = 16;

struct Variant {
  bool gated;
  bool user_features;
};

/// Random weights everywhere, so that every path matters.
TransformerParts random_parts(const Variant& variant) {
  TransformerParts parts;
  parts.shape = {.hidden = kHidden,
                 .heads = 2,
                 .blocks = 2,
                 .feed_forward = 16,
                 .gated = variant.gated,
                 .window = kWindow,
                 .event_type_count = 2,
                 .context_rows = 5,
                 .user_feature_count = variant.user_features ? 3U : 0U};
  parts.rules = {.session_gap_s = 1800.0, .event_type_count = 2, .context = two_columns()};
  Random random(5);
  const auto fill = [&](std::vector<float>& values, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      values.push_back(static_cast<float>(0.2 * random.normal()));
    }
  };
  fill(parts.weights, TransformerLayout(parts.shape).size());
  fill(parts.items, kItems * kHidden);
  fill(parts.item_bias, kItems);
  if (variant.user_features) parts.user_features = two_users();
  if (variant.gated) return parts;
  // Units that are well on or well off: a difference across relu's corner is no slope.
  for (auto& block : TransformerLayout(parts.shape).views(std::span(parts.weights)).blocks) {
    for (std::size_t i = 0; i < block.up_bias.columns; ++i) {
      block.up_bias.row(0)[i] = i % 2 == 0 ? 3.0F : -3.0F;
    }
  }
  return parts;
}

/// Where the events' metadata lies.
using Contexts = std::deque<std::vector<ContextInput>>;

std::vector<HrnnEvent> events_of(const HrnnInputRules& rules,
                                 std::span<const data::Interaction> interactions,
                                 Contexts& contexts) {
  std::vector<HrnnEvent> events;
  std::optional<std::int64_t> before;
  for (const data::Interaction& interaction : interactions) {
    events.push_back(rules.event_of(interaction, before));
    events.back().item = static_cast<std::uint32_t>(interaction.item);
    auto& context = contexts.emplace_back();
    rules.add_context(interaction.context, context);
    events.back().context_data = context.data();
    events.back().context_count = static_cast<std::uint8_t>(context.size());
    before = interaction.timestamp_s;
  }
  if (!events.empty()) begin_history(events.front());
  return events;
}

class TransformerVariants : public ::testing::TestWithParam<Variant> {
 protected:
  TransformerParts parts_ = random_parts(GetParam());
  TransformerLayout layout_{parts_.shape};
  tensor::ConstMatrixView items() const { return {parts_.items.data(), kItems, kHidden}; }

  /// The scores that the training computation gives for a history.
  std::vector<float> batch_scores(std::optional<std::uint32_t> user,
                                  std::span<const data::Interaction> interactions) {
    Contexts contexts;
    TransformerBatch batch;
    // Another sequence beside it must not matter.
    batch.add({}, events_of(parts_.rules, history(3, 99), contexts));
    batch.add(user, events_of(parts_.rules, interactions, contexts));
    TransformerPass pass(layout_);
    pass.forward(parts_.weights, items(), batch, parts_.user_features, {});
    std::vector<float> scores = parts_.item_bias;
    const auto output = pass.outputs().row_span(batch.row_count() - 1);
    for (std::size_t i = 0; i < kItems; ++i) {
      for (std::size_t k = 0; k < kHidden; ++k) scores[i] += items().row(i)[k] * output[k];
    }
    return scores;
  }
  static void expect_near(const std::vector<float>& a, const std::vector<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-4) << i;
  }
};

TEST_P(TransformerVariants, EventByEventEqualsTheTrainingComputation) {
  const auto events = history(kWindow, 1);
  const auto model = make_transformer(parts_);
  const auto state = model->start(data::UserIndex{1});
  std::vector<float> scores(kItems);
  model->score(*state, scores);
  expect_near(scores, batch_scores(1, {}));
  for (std::size_t t = 0; t < events.size(); ++t) {
    model->advance(*state, events[t]);
    model->score(*state, scores);
    expect_near(scores, batch_scores(1, std::span(events).first(t + 1)));
  }
}

TEST_P(TransformerVariants, BeyondTheWindowTheNewestEventsCount) {
  const auto events = history(3 * kWindow + 2, 6);
  const auto model = make_transformer(parts_);
  const auto often = model->start({});
  const auto once = model->start({});
  std::vector<float> x(kItems), y(kItems);
  std::size_t first = 0;
  for (std::size_t t = 0; t < events.size(); ++t) {
    model->advance(*often, events[t]);
    model->advance(*once, events[t]);
    model->score(*often, x);
    if (t - first == kWindow) first += kWindow / kWindowSlides;
    expect_near(x, batch_scores({}, std::span(events).subspan(first, t + 1 - first)));
  }
  model->score(*once, y);
  expect_near(x, y);
}

TEST_P(TransformerVariants, WithoutRoomForCachesTheScoresAreTheSame) {
  const auto events = history(2 * kWindow, 3);
  const auto roomy = make_transformer(parts_);
  const auto tight = make_transformer(parts_, 0);
  const auto a = roomy->start(data::UserIndex{0});
  const auto b = tight->start(data::UserIndex{0});
  std::vector<float> x(kItems), y(kItems);
  for (const auto& event : events) {
    roomy->advance(*a, event);
    tight->advance(*b, event);
    roomy->score(*a, x);
    tight->score(*b, y);
    expect_near(x, y);
  }
}

TEST_P(TransformerVariants, GradientsAreThoseOfDifferences) {
  Contexts contexts;
  TransformerBatch batch;
  batch.add(1, events_of(parts_.rules, history(8, 1), contexts));
  batch.add(std::nullopt, events_of(parts_.rules, history(5, 2), contexts));
  batch.add(0, {});
  const std::size_t rows = batch.row_count();
  std::vector<std::uint32_t> targets;
  for (std::size_t r = 0; r < rows; ++r)
    targets.push_back(static_cast<std::uint32_t>(r * 5 % kItems));
  const std::vector<float> weights(rows, 0.5F);
  TransformerPass pass(layout_);
  nn::Buffer d_outputs(rows, kHidden), d_items;
  nn::TiedSoftmaxScratch scratch;
  std::vector<float> d_bias(kItems, 0.0F);
  const auto loss = [&] {
    d_items.reshape_zero(kItems, kHidden);
    pass.forward(parts_.weights, items(), batch, parts_.user_features,
                 {.dropout = 0.2, .attention_dropout = 0.1, .seed = 9});
    return nn::full_softmax({pass.outputs(), items(), parts_.item_bias, targets, weights},
                            {d_outputs.view(), d_items.view(), d_bias}, scratch);
  };
  loss();
  std::vector<float> dense(layout_.size(), 0.0F);
  pass.backward(parts_.weights, batch, parts_.user_features,
                {d_outputs.view(), dense, d_items.view()});
  const nn::Buffer d_all_items = d_items;
  std::vector<nn::Checked> groups{{"items", parts_.items, d_all_items.span()}};
  for (const TransformerParameter& p : layout_.parameters()) {
    if (p.rows == 0) continue;
    groups.push_back({p.name, std::span(parts_.weights).subspan(p.offset, p.rows * p.columns),
                      std::span<const float>(dense).subspan(p.offset, p.rows * p.columns)});
  }
  nn::expect_gradients(groups, loss, 16, 3e-2);
}

TEST_P(TransformerVariants, SurvivesItsArtefactBitForBit) {
  expect_survives_its_artefact(*make_transformer(parts_), transformer_from_artefact);
}

INSTANTIATE_TEST_SUITE_P(All, TransformerVariants,
                         ::testing::Values(Variant{false, false}, Variant{true, false},
                                           Variant{false, true}, Variant{true, true}));

TEST(Transformer, AClonedStateMovesOnItsOwn) {
  expect_clones_move_on_their_own(*make_transformer(random_parts({true, false})));
}

TEST(Transformer, StaysFiniteForStrangeEvents) {
  expect_finite_for_strange_events(*make_transformer(random_parts({true, true})));
}

TEST(Transformer, AnArtefactThatDoesNotFitIsRefused) {
  expect_refuses_what_does_not_fit(make_transformer(random_parts({true, true}))->to_artefact(),
                                   transformer_from_artefact);
}

}  // namespace
}  // namespace attune::models
