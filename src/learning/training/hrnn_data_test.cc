#include <gtest/gtest.h>

#include <cmath>

#include "foundation/tensor/gemv.h"
#include "learning/training/entity_features.h"
#include "learning/training/hrnn_pass.h"
#include "learning/training/hrnn_sequences.h"
#include "learning/training/item_table.h"
#include "learning/training/negative_sampler.h"
#include "learning/training/stretches.h"
#include "learning/training/worker_team.h"

namespace attune::training {
namespace {

std::shared_ptr<data::Vocabulary> names(std::size_t count) {
  auto vocabulary = std::make_shared<data::Vocabulary>();
  for (std::size_t i = 0; i < count; ++i) vocabulary->add(std::to_string(i));
  return vocabulary;
}

/// Users with events a given pause apart; item t at step t.
features::TrainingSet histories(const std::vector<std::vector<std::int64_t>>& pauses,
                                std::size_t item_count = 10) {
  features::TrainingSet set;
  auto& table = set.interactions;
  table.users = names(pauses.size());
  table.items = names(item_count);
  table.event_types = names(0);
  table.offsets.push_back(0);
  for (const auto& user : pauses) {
    std::int64_t now = 1000;
    for (std::size_t t = 0; t <= user.size(); ++t) {
      table.item.push_back(data::ItemIndex{static_cast<std::uint32_t>(t)});
      table.event_type.push_back(data::kNoEventType);
      table.event_value.push_back(std::nanf(""));
      table.timestamp_s.push_back(now);
      if (t < user.size()) now += user[t];
    }
    table.offsets.push_back(table.item.size());
  }
  return set;
}

TEST(SessionGap, LiesInTheValleyBetweenShortAndLongPauses) {
  std::vector<std::int64_t> pauses;
  for (int i = 0; i < 200; ++i) pauses.push_back(i % 10 == 0 ? 86'400 * 3 : 20 + i);
  const double gap = session_gap_of(histories({pauses}, 300).interactions);
  EXPECT_GT(gap, 240.0);
  EXPECT_LT(gap, 86'400.0 * 3);
}

TEST(SessionGap, IsADayWhereThereIsNoRhythm) {
  EXPECT_EQ(session_gap_of(histories({{5, 5, 5, 5}}).interactions), 86'400.0);
  EXPECT_EQ(session_gap_of(histories({}).interactions), 86'400.0);
}

TEST(Sequences, LeaveOutItemsWithoutEventsAndWeighRecentTargetsMore) {
  auto set = histories({{100, 100}, {300}});
  set.interactions.timestamp_s[0] -= 100;
  const auto s = make_sequences(set, {.session_gap_s = 1000.0});
  EXPECT_EQ(s.items, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(s.item_events, (std::vector<std::uint32_t>{2, 2, 1}));
  EXPECT_LT(s.target_weights[0], s.target_weights[1]);
  EXPECT_GE(s.target_weights[0], std::exp2(-kRecencyHalvings));
  EXPECT_EQ(s.target_weights[4], 1.0F);
  const auto flat = make_sequences(histories({{100, 100}}), {.recency_mask = false});
  EXPECT_EQ(flat.target_weights[0], 1.0F);
}

TEST(Sequences, StartASessionAfterALongPause) {
  const auto s = make_sequences(histories({{100, 100}, {300}}), {.session_gap_s = 200.0});
  EXPECT_FALSE(s.events[1].starts_session);
  EXPECT_TRUE(s.events[4].starts_session);
}

TEST(Sequences, WeighAllTargetsAlikeWhereTimesArePositions) {
  const auto s = make_sequences(histories({{1, 1, 1}, {1, 1, 1, 1, 1}}), {});
  EXPECT_EQ(s.target_weights, std::vector<float>(s.events.size(), 1.0F));
}

TEST(ItemTable, LeavesOutTheIdsOfItemsWithMetadataOnly) {
  nn::SparseRows features;
  features.feature_count = 1;
  features.offsets = {0, 1, 1};
  features.features = {0};
  features.values = {0.0F};
  const ItemTable table({.rows = 2, .hidden = 4}, features, {0, 1}, 1);
  const std::vector<std::uint32_t> rows{0, 1};
  nn::Buffer vectors(2, 4);
  std::vector<float> bias(2);
  table.gather({.rows = rows, .id_dropout = 0.999999}, {.first = 0, .last = 2}, vectors.view(),
               bias);
  EXPECT_EQ(tensor::dot(vectors.view().row_span(0), vectors.view().row_span(0)), 0.0F);
  EXPECT_GT(tensor::dot(vectors.view().row_span(1), vectors.view().row_span(1)), 0.0F);
}

TEST(Split, TheHeldOutEventIsNeitherReadNorPredicted) {
  std::vector<std::vector<std::int64_t>> pauses(12, std::vector<std::int64_t>(5, 60));
  const auto s = make_sequences(histories(pauses), {});
  const Split split = make_split(s.offsets, {.validation_user_share = 1.0});
  EXPECT_EQ(split.validation_users.size(), 12U);
  for (std::uint32_t u = 0; u < 12; ++u) {
    const Stretch train = training_stretch(s, split, u, 100);
    EXPECT_EQ(train.first, s.offsets[u]);
    EXPECT_EQ(train.first + train.length, s.offsets[u + 1] - 2);  // its last target
    const Stretch validate = validation_stretch(s, u, 3);
    EXPECT_EQ(validate.length, 3U);
    EXPECT_EQ(validate.first + validate.length, s.offsets[u + 1] - 1);
  }
}

TEST(Split, TakesEnoughUsersToTellEpochsApart) {
  std::vector<std::vector<std::int64_t>> pauses(40, std::vector<std::int64_t>(5, 60));
  const auto s = make_sequences(histories(pauses), {});
  EXPECT_EQ(make_split(s.offsets, {.validation_user_share = 0.05}).validation_users.size(), 10U);
  EXPECT_EQ(make_split(s.offsets, {.validation_user_share = 0.0}).validation_users.size(), 0U);
}

TEST(Pack, EveryRowPredictsTheNextEvent) {
  const auto s = make_sequences(histories({{60, 60, 60}, {60, 60}}), {});
  const std::vector<Stretch> stretches{{.user = 0, .first = 0, .length = 3},
                                       {.user = 1, .first = 4, .length = 2}};
  const auto network = hrnn_network({.hidden = 16}, {}, {});
  const auto pass = network->make_pass();
  const PackedRows packed = pass->load(s, stretches);
  ASSERT_EQ(packed.targets.size(), 5U);
  for (std::size_t r = 0; r < 5; ++r) EXPECT_EQ(packed.targets[r], packed.events[r].item + 1);
}

TEST(EntityFeatures, AreMeanCategoriesAndStandardisedNumbers) {
  data::EntityTable table;
  for (const char* id : {"0", "1", "2"}) table.ids.add(id);
  data::EntityColumn genres;
  genres.column = {.name = "GENRES", .categorical = true};
  genres.categories = names(3);
  genres.category_offsets = {0, 2, 3, 4};
  genres.category_codes = {0, 1, 0, 2};  // 1 and 2 occur once
  data::EntityColumn price;
  price.column = {.name = "PRICE", .type = data::ColumnType::kDouble};
  price.numbers = {1.0, 3.0, std::nan("")};
  table.columns = {genres, price};
  const auto rows = entity_features(table, *names(4));
  EXPECT_EQ(rows.feature_count, 2U);
  ASSERT_EQ(rows.row_count(), 4U);
  EXPECT_EQ(rows.offsets, (std::vector<std::uint32_t>{0, 2, 4, 4, 4}));
  EXPECT_FLOAT_EQ(rows.values[0], 0.5F);
  EXPECT_FLOAT_EQ(rows.values[1], -1.0F);
  EXPECT_FLOAT_EQ(rows.values[3], 1.0F);
}

TEST(NegativeSampler, ChancesAreThoseThatHappen) {
  const std::vector<std::uint32_t> events{1, 4, 9, 100};
  const NegativeSampler sampler(events);
  std::vector<double> hits(4, 0.0);
  std::vector<double> chance(4, 0.0);
  constexpr int kRuns = 4000;
  for (int run = 0; run < kRuns; ++run) {
    const auto draw = sampler.draw(3, Random(static_cast<std::uint64_t>(run)));
    for (std::size_t k = 0; k < draw.rows.size(); ++k) {
      hits[draw.rows[k]] += 1.0 / kRuns;
      chance[draw.rows[k]] = std::exp(static_cast<double>(draw.log_chance[k]));
    }
  }
  for (std::size_t row = 0; row < 4; ++row) EXPECT_NEAR(hits[row], chance[row], 0.03) << row;
}

TEST(WorkerTeam, EveryWorkerRunsEveryTaskOnce) {
  for (const std::size_t count : {1U, 3U}) {
    WorkerTeam team(count);
    std::vector<int> runs(count, 0);
    for (int i = 0; i < 50; ++i) team.run([&](std::size_t worker) { ++runs[worker]; });
    EXPECT_EQ(runs, std::vector<int>(count, 50));
  }
}

TEST(SliceOf, CoversEverythingOnce) {
  for (const std::size_t size : {0U, 1U, 10U}) {
    std::size_t next = 0;
    for (std::size_t worker = 0; worker < 3; ++worker) {
      const Slice slice = slice_of(size, worker, 3);
      EXPECT_EQ(slice.first, next);
      next = slice.last;
    }
    EXPECT_EQ(next, size);
  }
}

}  // namespace
}  // namespace attune::training
