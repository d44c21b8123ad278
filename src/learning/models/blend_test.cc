#include "learning/models/blend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/artefact_parts.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/hrnn.h"

namespace attune::models {
namespace {

constexpr std::size_t kItems = 40;

data::InteractionTable histories() {
  Random random(5);
  std::vector<features::NamedSequence> sequences;
  for (int user = 0; user < 30; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    // The last item of all never follows another.
    if (user == 0) sequence.items.push_back("last");
    for (int i = 0; i < 20; ++i) sequence.items.push_back(std::to_string(random.below(kItems)));
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

/// A network with random weights.
std::unique_ptr<Model> network_of(std::size_t item_count) {
  HrnnParts parts{.shape = {.hidden = 16},
                  .rules = {},
                  .weights = {},
                  .items = {},
                  .item_bias = {},
                  .user_features = {}};
  parts.weights = HrnnLayout(parts.shape).start_values(3);
  Random random(4);
  for (std::size_t i = 0; i < item_count * parts.shape.hidden; ++i) {
    parts.items.push_back(static_cast<float>(random.normal()));
  }
  for (std::size_t i = 0; i < item_count; ++i) {
    parts.item_bias.push_back(static_cast<float>(random.normal()));
  }
  return make_hrnn(std::move(parts));
}

struct Weights {
  double window = 0.0;
  double adjacent = 0.0;
};

std::unique_ptr<Model> blend_of(const data::InteractionTable& table, Weights weights) {
  BlendParts parts{.network = network_of(table.item_count()), .channels = {}};
  for (const auto& [kind, weight] :
       {std::pair{window_channel(), weights.window}, {adjacent_channel(), weights.adjacent}}) {
    auto channel = kind.fit(table, {});
    EXPECT_TRUE(channel.has_value());
    parts.channels.push_back({.kind = kind.name, .channel = std::move(*channel), .weight = weight});
  }
  return make_blend(std::move(parts));
}

std::vector<float> scores_after(const Model& model, std::span<const std::uint32_t> history) {
  const auto state = model.start(std::nullopt);
  for (const std::uint32_t item : history) model.advance(*state, {.item = data::ItemIndex{item}});
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

/// What the header says of t and M1, straight from the events.
struct Naive {
  std::map<std::pair<std::size_t, std::size_t>, double> window, adjacent;
  std::map<std::size_t, double> window_sum, adjacent_sum, occurrences;
  double mean = 0.0;

  explicit Naive(const data::InteractionTable& table)
      : mean(static_cast<double>(table.row_count()) / static_cast<double>(table.item_count())) {
    for (std::size_t user = 0; user < table.user_count(); ++user) {
      for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
        const std::size_t item = data::raw(table.item[row]);
        occurrences[item] += 1.0;
        for (std::size_t k = 1; k <= 10 && row + k < table.offsets[user + 1]; ++k) {
          const double amount = std::pow(static_cast<double>(k), -0.7);
          window[{item, data::raw(table.item[row + k])}] += amount;
          window_sum[item] += amount;
        }
        if (row + 1 == table.offsets[user + 1]) continue;
        adjacent[{item, data::raw(table.item[row + 1])}] += 1.0;
        adjacent_sum[item] += 1.0;
      }
    }
  }
  double t(std::span<const std::uint32_t> history, std::size_t item) {
    double sum = 0.0;
    for (std::size_t m = 0; m < std::min<std::size_t>(history.size(), 20); ++m) {
      const std::size_t from = history[history.size() - 1 - m];
      sum += std::pow(0.8, static_cast<double>(m)) * window[{from, item}] / window_sum[from] /
             std::pow(occurrences[item] / mean, 0.15);
    }
    return sum;
  }
  double m1(std::size_t last, std::size_t item) {
    return adjacent[{last, item}] / (adjacent_sum[last] + 5.0);
  }
};

TEST(Blend, WithoutWeightsIsTheNetworkBitForBit) {
  const auto table = histories();
  const auto network = network_of(table.item_count());
  const auto blend = blend_of(table, {});
  for (const std::vector<std::uint32_t>& history :
       {std::vector<std::uint32_t>{}, {3}, {7, 7, 2, 30, 1}}) {
    EXPECT_EQ(scores_after(*blend, history), scores_after(*network, history));
  }
}

TEST(Blend, AgreesWithANaiveSumUpToAConstant) {
  const auto table = histories();
  const auto network = network_of(table.item_count());
  Naive naive(table);
  std::vector<std::uint32_t> history;
  Random random(8);
  for (int i = 0; i < 25; ++i) {
    history.push_back(static_cast<std::uint32_t>(random.below(table.item_count())));
  }
  for (const Weights weights : {Weights{1.5, 0.0}, {0.0, 10.0}, {0.5, 20.0}}) {
    const auto scores = scores_after(*blend_of(table, weights), history);
    const auto alone = scores_after(*network, history);
    double normalizer = 0.0;
    for (const float logit : alone) normalizer += std::exp(static_cast<double>(logit));
    std::vector<double> differences;
    for (std::size_t item = 0; item < scores.size(); ++item) {
      const double expected = static_cast<double>(alone[item]) - std::log(normalizer) +
                              weights.window * std::log(naive.t(history, item) + 1e-4) +
                              weights.adjacent * naive.m1(history.back(), item);
      differences.push_back(static_cast<double>(scores[item]) - expected);
    }
    const auto [least, most] = std::ranges::minmax(differences);
    EXPECT_NEAR(least, most, 1e-4);
  }
}

TEST(Blend, GivesTheSameScoresFromItsFile) {
  const auto table = histories();
  const auto blend = blend_of(table, {.window = 1.5, .adjacent = 10.0});
  const std::string path = testing::TempDir() + "blend_test.safetensors";
  ASSERT_TRUE(write_artefact(blend->to_artefact(), path).has_value());
  const auto artefact = read_artefact(path);
  ASSERT_TRUE(artefact.has_value()) << artefact.error().message;
  const auto loaded = load_blend(*artefact, hrnn_from_artefact);
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  const std::vector<std::uint32_t> history{4, 9, 4, 17};
  EXPECT_EQ(scores_after(**loaded, history), scores_after(*blend, history));
  EXPECT_TRUE(is_blend((*loaded)->to_artefact()));
  EXPECT_EQ(blend_weight(*artefact, "window"), 1.5);
  EXPECT_EQ(blend_weight(*artefact, "adjacent"), 10.0);
  EXPECT_EQ(blend_weight(*artefact, "tea_leaves"), 0.0);
}

TEST(Blend, RefusesAnArtefactThatIsDamaged) {
  const auto table = histories();
  const Artefact whole = blend_of(table, {.window = 1.0})->to_artefact();
  for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
    Artefact damaged = whole;
    damaged.tensors.erase(damaged.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(load_blend(damaged, hrnn_from_artefact).has_value()) << whole.tensors[i].name;
  }
  const auto with_channels = [&](json::Value channels) {
    Artefact damaged = whole;
    damaged.configuration.add("channels", std::move(channels));
    return damaged;
  };
  for (const double weight : {-1.0, 1e9}) {
    const json::Array channels{json::Object{{"name", "window"}, {"weight", weight}}};
    EXPECT_FALSE(load_blend(with_channels(channels), hrnn_from_artefact).has_value()) << weight;
  }
  const json::Array unknown{json::Object{{"name", "tea_leaves"}, {"weight", 1.0}}};
  EXPECT_FALSE(load_blend(with_channels(unknown), hrnn_from_artefact).has_value());
  EXPECT_FALSE(load_blend(with_channels("window"), hrnn_from_artefact).has_value());
  EXPECT_FALSE(load_blend({}, hrnn_from_artefact).has_value());
  EXPECT_FALSE(
      load_blend(network_of(table.item_count())->to_artefact(), hrnn_from_artefact).has_value());
}

TEST(Blend, CopiesBothStates) {
  const auto blend = blend_of(histories(), {.window = 1.0, .adjacent = 5.0});
  const auto state = blend->start(std::nullopt);
  blend->advance(*state, {.item = data::ItemIndex{3}});
  const auto copy = state->clone();
  blend->advance(*state, {.item = data::ItemIndex{8}});
  blend->advance(*copy, {.item = data::ItemIndex{8}});
  std::vector<float> scores(blend->item_count()), copied(blend->item_count());
  blend->score(*state, scores);
  blend->score(*copy, copied);
  EXPECT_EQ(scores, copied);
}

TEST(Blend, RelatesWhatFollowsAnItemAndThenTheNetworksOrder) {
  const auto table = features::table_of({{"u", {"a", "b", "c"}}, {"v", {"a", "b"}}, {"w", {"d"}}});
  const auto blend = blend_of(table, {});
  const auto network = network_of(table.item_count());
  std::vector<float> scores(4), alone(4);
  ASSERT_TRUE(blend->related(data::ItemIndex{0}, scores));
  ASSERT_TRUE(network->related(data::ItemIndex{0}, alone));
  EXPECT_GT(scores[1], scores[2]);
  EXPECT_GT(scores[2], scores[3]);
  EXPECT_EQ(scores[0], -INFINITY);
  ASSERT_TRUE(blend->related(data::ItemIndex{3}, scores));
  ASSERT_TRUE(network->related(data::ItemIndex{3}, alone));
  EXPECT_EQ(scores, alone);
  EXPECT_FALSE(blend->related(data::ItemIndex{4}, scores));
}

TEST(ArtefactParts, ComeBackAsTheyWereAdded) {
  const Artefact part{.configuration = json::Object{{"model", "x"}},
                      .tensors = {{.name = "a", .shape = {1}, .values = std::vector<float>{1.0F}}}};
  Artefact whole{.configuration = json::Object{}, .tensors = {}};
  add_part(whole, "one", part);
  add_part(whole, "ones", part);
  const auto back = part_of(whole, "one");
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->configuration, part.configuration);
  ASSERT_EQ(back->tensors.size(), 1U);
  EXPECT_EQ(back->tensors[0].name, "a");
  EXPECT_FALSE(part_of(whole, "on").has_value());
}

}  // namespace
}  // namespace attune::models
