#include "learning/models/blend_live.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/popularity.h"
#include "learning/models/transition_delta.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

constexpr std::size_t kItems = 30;

std::vector<features::NamedSequence> histories(std::uint64_t seed, const std::string& prefix) {
  Random random(seed);
  std::vector<features::NamedSequence> sequences;
  for (int user = 0; user < 25; ++user) {
    features::NamedSequence sequence{.user = prefix + std::to_string(user), .items = {}};
    for (int i = 0; i < 12; ++i) sequence.items.push_back(std::to_string(random.below(kItems)));
    sequences.push_back(sequence);
  }
  // Every item has its index in order of first appearance: the same in all tables.
  std::vector<std::string> all;
  for (std::size_t i = 0; i < kItems; ++i) all.push_back(std::to_string(i));
  sequences.insert(sequences.begin(), {.user = prefix + "all", .items = all});
  return sequences;
}

std::vector<features::NamedSequence> both(std::vector<features::NamedSequence> first,
                                          const std::vector<features::NamedSequence>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

TEST(TransitionDelta, IsAsIfItsTransitionsHadBeenCounted) {
  const auto old_ones = histories(1, "old");
  const auto new_ones = histories(2, "new");
  // Popularity, by which counts are discounted, stays as it was.
  const TransitionOptions options{.popularity_exponent = 0.0, .counting = {}};
  const auto table = TransitionTable::count(features::table_of(old_ones), options);
  const auto counted =
      TransitionTable::count(features::table_of(both(old_ones, new_ones)), options);
  ASSERT_TRUE(table.has_value() && counted.has_value());
  TransitionDelta delta = table->start_delta();
  for (const auto& sequence : new_ones) {
    std::vector<std::uint32_t> history;
    for (const auto& item : sequence.items) {
      const auto index = static_cast<std::uint32_t>(std::stoul(item));
      delta.add(history, index);
      history.push_back(index);
    }
  }
  const std::vector<std::uint32_t> history{3, 9, 3, 17};
  ItemSums with_delta(kItems), expected(kItems);
  table->add(history, with_delta, &delta);
  counted->add(history, expected);
  for (std::uint32_t item = 0; item < kItems; ++item) {
    EXPECT_NEAR(with_delta.at(item), expected.at(item), 1e-5F) << item;
  }
}

TEST(TransitionDelta, IsBounded) {
  TransitionDelta delta({1.0F});
  const std::uint32_t from = 7;
  for (std::uint32_t item = 0; item < 1000; ++item) delta.add({&from, 1}, item);
  ASSERT_NE(delta.row(from), nullptr);
  EXPECT_EQ(delta.row(from)->entries.size(), TransitionDelta::kRowItemsMax);
  EXPECT_EQ(delta.row(from)->sum, 1000.0F);
  for (std::uint32_t item = 100; item < 100 + TransitionDelta::kRowsMax; ++item) {
    delta.add({&item, 1}, 1);
  }
  EXPECT_EQ(delta.row_count(), TransitionDelta::kRowsMax);
  EXPECT_EQ(delta.row(from), nullptr);
}

std::unique_ptr<Model> blend_of(const data::InteractionTable& table) {
  BlendParts parts{.network = fit_popularity(table), .channels = {}};
  for (const auto& kind : {window_channel(), adjacent_channel()}) {
    auto channel = kind.fit(table, {});
    EXPECT_TRUE(channel.has_value());
    parts.channels.push_back(
        {.kind = kind.name, .channel = std::move(*channel), .weight = kind.weights.back()});
  }
  return make_blend(std::move(parts));
}

std::vector<float> scores_of(const Model& model, std::uint32_t newest, const LiveCounts* live) {
  const auto state = model.start({});
  model.advance(*state, {.item = data::ItemIndex{newest}});
  std::vector<float> scores(model.item_count());
  model.score_at(*state, {.live = live}, scores);
  return scores;
}

TEST(BlendLive, WithoutEventsChangesNothing) {
  const auto model = blend_of(features::table_of(histories(1, "u")));
  const auto live = model->start_live();
  ASSERT_NE(live, nullptr);
  EXPECT_EQ(scores_of(*model, 4, live.get()), scores_of(*model, 4, nullptr));
}

TEST(BlendLive, FreshCoVisitsShowUpForEveryone) {
  const auto model = blend_of(features::table_of(histories(1, "u")));
  const auto live = model->start_live();
  const auto before = scores_of(*model, 4, live.get());
  for (std::uint64_t user = 0; user < 20; ++user) {
    live->observe({.user = user, .event = {.item = data::ItemIndex{4}}, .trained = {}});
    live->observe({.user = user, .event = {.item = data::ItemIndex{21}}, .trained = {}});
  }
  const auto after = scores_of(*model, 4, live.get());
  EXPECT_GT(after[21], before[21] + 1.0F);
  EXPECT_EQ(scores_of(*model, 4, nullptr), before);
}

TEST(BlendLive, ReadsTheTrainedHistoryOfAUserOnceAndIgnoresUnknownItems) {
  const auto model = blend_of(features::table_of(histories(1, "u")));
  const auto live = model->start_live();
  const auto before = scores_of(*model, 5, live.get());
  const std::vector<data::ItemIndex> trained{data::ItemIndex{900}, data::ItemIndex{5}};
  live->observe({.user = 1, .event = {.item = data::ItemIndex{900}}, .trained = trained});
  EXPECT_EQ(scores_of(*model, 5, live.get()), before);
  live->observe({.user = 1, .event = {.item = data::ItemIndex{22}}, .trained = trained});
  const auto after = scores_of(*model, 5, live.get());
  EXPECT_GT(after[22], before[22]);
}

TEST(BlendLive, IsNotThereWithoutWeights) {
  const auto table = features::table_of(histories(1, "u"));
  EXPECT_EQ(make_blend({.network = fit_popularity(table), .channels = {}})->start_live(), nullptr);
}

TEST(BlendLive, AnswersWhileEventsCome) {
  const auto model = blend_of(features::table_of(histories(1, "u")));
  const auto live = model->start_live();
  std::thread writer([&] {
    Random random(3);
    for (int i = 0; i < 3000; ++i) {
      live->observe(
          {.user = random.below(50),
           .event = {.item = data::ItemIndex{static_cast<std::uint32_t>(random.below(kItems))}},
           .trained = {}});
    }
  });
  for (std::uint32_t i = 0; i < 300; ++i) {
    for (const float score :
         scores_of(*model, static_cast<std::uint32_t>(i % kItems), live.get())) {
      ASSERT_TRUE(std::isfinite(score));
    }
  }
  writer.join();
}

}  // namespace
}  // namespace attune::models
