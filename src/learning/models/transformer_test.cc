#include "learning/models/transformer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "foundation/base/random.h"
#include "learning/models/event_inputs.h"
#include "learning/nn/gradient_check.h"
#include "learning/nn/tied_softmax.h"

namespace attune::models {
namespace {

constexpr std::size_t kItems = 9;
constexpr std::size_t kWindow = 12;
constexpr std::size_t kHidden = 16;
constexpr std::int64_t kHour = 3600;

struct Variant {
  bool gated;
  bool user_features;
};

nn::SparseRows two_users() {
  return {.feature_count = 3, .offsets = {0, 2, 3}, .features = {0, 2, 1}, .values = {1, -0.5F, 2}};
}

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
                 .user_feature_count = variant.user_features ? 3U : 0U};
  parts.rules = {.session_gap_s = 1800.0, .event_type_count = 2};
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

std::vector<data::Interaction> history(std::size_t length, std::uint64_t seed) {
  Random random(seed);
  std::vector<data::Interaction> events;
  std::int64_t now = 1'600'000'000;
  for (std::size_t t = 0; t < length; ++t) {
    now += static_cast<std::int64_t>(random.below(3) == 0 ? 5 * kHour : random.below(600));
    events.push_back(
        {.item = data::ItemIndex{static_cast<std::uint32_t>(random.below(kItems))},
         .event_type = random.below(3) == 0
                           ? data::kNoEventType
                           : data::EventTypeIndex{static_cast<std::uint16_t>(random.below(2))},
         .event_value = random.below(2) == 0 ? std::nanf("") : static_cast<float>(random.below(9)),
         .timestamp_s = now});
  }
  return events;
}

std::vector<HrnnEvent> events_of(const HrnnInputRules& rules,
                                 std::span<const data::Interaction> interactions) {
  std::vector<HrnnEvent> events;
  std::optional<std::int64_t> before;
  for (const data::Interaction& interaction : interactions) {
    events.push_back(rules.event_of(interaction, before));
    events.back().item = static_cast<std::uint32_t>(interaction.item);
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
    TransformerBatch batch;
    // Another sequence beside it must not matter.
    batch.add({}, events_of(parts_.rules, history(3, 99)));
    batch.add(user, events_of(parts_.rules, interactions));
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
  TransformerBatch batch;
  batch.add(1, events_of(parts_.rules, history(8, 1)));
  batch.add(std::nullopt, events_of(parts_.rules, history(5, 2)));
  batch.add(0, {});
  const std::size_t rows = batch.row_count();
  std::vector<std::uint32_t> targets;
  for (std::size_t r = 0; r < rows; ++r)
    targets.push_back(static_cast<std::uint32_t>(r * 5 % kItems));
  const std::vector<float> weights(rows, 0.5F);
  TransformerPass pass(layout_);
  nn::Buffer d_outputs(rows, kHidden), d_items, logits;
  std::vector<float> d_bias(kItems, 0.0F);
  const auto loss = [&] {
    d_items.reshape_zero(kItems, kHidden);
    pass.forward(parts_.weights, items(), batch, parts_.user_features,
                 {.dropout = 0.2, .attention_dropout = 0.1, .seed = 9});
    return nn::full_softmax({pass.outputs(), items(), parts_.item_bias, targets, weights},
                            {d_outputs.view(), d_items.view(), d_bias}, logits);
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
  const std::string path =
      ::testing::TempDir() + "transformer_" + std::to_string(::getpid()) + ".safetensors";
  const auto model = make_transformer(parts_);
  ASSERT_TRUE(write_artefact(model->to_artefact(), path));
  const auto read = read_artefact(path);
  ASSERT_TRUE(read);
  const auto loaded = transformer_from_artefact(*read);
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::filesystem::remove(path);
  const auto a = model->start(data::UserIndex{1});
  const auto b = (*loaded)->start(data::UserIndex{1});
  std::vector<float> x(kItems), y(kItems);
  for (const auto& event : history(20, 8)) {
    model->advance(*a, event);
    (*loaded)->advance(*b, event);
    model->score(*a, x);
    (*loaded)->score(*b, y);
    ASSERT_EQ(x, y);
  }
}

INSTANTIATE_TEST_SUITE_P(All, TransformerVariants,
                         ::testing::Values(Variant{false, false}, Variant{true, false},
                                           Variant{false, true}, Variant{true, true}));

TEST(Transformer, AClonedStateMovesOnItsOwn) {
  const auto model = make_transformer(random_parts({true, false}));
  const auto events = history(5, 1);
  const auto state = model->start({});
  model->advance(*state, events[0]);
  const auto copy = state->clone();
  std::vector<float> before(kItems), after(kItems);
  model->score(*copy, before);
  model->advance(*state, events[1]);
  model->score(*copy, after);
  EXPECT_EQ(before, after);
  model->advance(*copy, events[1]);
  model->score(*state, before);
  model->score(*copy, after);
  // The copy has read both events in one pass.
  for (std::size_t i = 0; i < kItems; ++i) EXPECT_NEAR(before[i], after[i], 1e-5);
}

TEST(Transformer, StaysFiniteForStrangeEvents) {
  const auto model = make_transformer(random_parts({true, true}));
  const auto state = model->start(data::UserIndex{77});
  const auto max = std::numeric_limits<std::int64_t>::max();
  const auto min = std::numeric_limits<std::int64_t>::min();
  std::vector<float> scores(kItems);
  for (const std::int64_t time : {min, max, max, std::int64_t{0}, min}) {
    for (const float value : {INFINITY, -INFINITY, std::nanf(""), 1e38F}) {
      model->advance(*state, {.item = data::ItemIndex{3},
                              .event_type = data::EventTypeIndex{9},
                              .event_value = value,
                              .timestamp_s = time});
    }
  }
  model->advance(*state, {.item = data::ItemIndex{kItems}});
  model->score(*state, scores);
  for (const float score : scores) EXPECT_TRUE(std::isfinite(score));
}

TEST(Transformer, AnArtefactThatDoesNotFitIsRefused) {
  const auto whole = make_transformer(random_parts({true, true}))->to_artefact();
  for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
    Artefact without = whole;
    without.tensors.erase(without.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(transformer_from_artefact(without)) << whole.tensors[i].name;
    Artefact cut = whole;
    std::visit([](auto& values) { values.resize(values.size() / 2); }, cut.tensors[i].values);
    EXPECT_FALSE(transformer_from_artefact(cut)) << whole.tensors[i].name;
  }
  EXPECT_FALSE(transformer_from_artefact({}));
}

}  // namespace
}  // namespace attune::models
