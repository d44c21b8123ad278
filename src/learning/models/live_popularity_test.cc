#include "learning/models/live_popularity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/artefact.h"
#include "learning/models/event_times.h"

namespace attune::models {
namespace {

constexpr std::int64_t kStart = 1'000'000'000;
constexpr double kHalfLife = 86'400.0;
constexpr std::int64_t kDays = 10;

/// Events of five items at random times.
data::InteractionTable events() {
  Random random(11);
  data::InteractionTable table = features::table_of({{"u", {"a", "b", "c", "d", "e"}}});
  table.item.clear();
  for (int i = 0; i < 200; ++i) {
    table.item.push_back(data::ItemIndex{static_cast<std::uint32_t>(random.below(4))});
    table.timestamp_s.push_back(kStart + static_cast<std::int64_t>(random.below(86'400 * kDays)));
  }
  table.timestamp_s.erase(table.timestamp_s.begin(), table.timestamp_s.begin() + 5);
  std::ranges::sort(table.timestamp_s);
  table.event_type.assign(200, data::kNoEventType);
  table.event_value.assign(200, 0.0F);
  table.offsets = {0, 200};
  return table;
}

/// log(1 + pop_i(time)) straight from the events.
double naive(const data::InteractionTable& table, std::size_t item, std::int64_t time) {
  double sum = 0.0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (data::raw(table.item[row]) != item || table.timestamp_s[row] >= time) continue;
    sum += std::exp2(-static_cast<double>(time - table.timestamp_s[row]) / kHalfLife);
  }
  return std::log1p(sum);
}

std::vector<float> evidence(const Channel& channel, const Question& question) {
  std::vector<float> scores(channel.item_count(), 0.0F);
  channel.add(question, 1.0F, scores);
  return scores;
}

TEST(LivePopularity, IsTheDecayedSumOfWhatCameBefore) {
  const auto table = events();
  const auto channel = PopularityChannel::fit(table, kHalfLife);
  ASSERT_TRUE(channel.has_value() && *channel);
  for (const std::int64_t time : {kStart - 5, kStart + 1, kStart + 86'400, kStart + 86'400 * kDays,
                                  kStart + 86'400 * 3 * kDays}) {
    const auto scores = evidence(**channel, {.history = {}, .now_s = time});
    for (std::size_t item = 0; item < scores.size(); ++item) {
      EXPECT_NEAR(scores[item], naive(table, item, time), 1e-4) << item << " " << time;
    }
  }
}

TEST(LivePopularity, TheFutureNeverEnters) {
  const auto table = events();
  for (const std::size_t cut : {std::size_t{20}, std::size_t{120}}) {
    const std::int64_t now = table.timestamp_s[cut];
    data::InteractionTable past = table;
    const auto kept = std::ranges::lower_bound(table.timestamp_s, now) - table.timestamp_s.begin();
    past.item.resize(static_cast<std::size_t>(kept));
    past.timestamp_s.resize(static_cast<std::size_t>(kept));
    past.offsets = {0, static_cast<std::uint64_t>(kept)};
    const auto of_all = PopularityChannel::fit(table, kHalfLife);
    const auto of_past = PopularityChannel::fit(past, 1.0);
    ASSERT_TRUE(of_all.has_value() && of_past.has_value() && *of_past);
    PopularityChannel only_past(EventTimes::of(past), kHalfLife);
    EXPECT_EQ(evidence(**of_all, {.history = {}, .now_s = now}),
              evidence(only_past, {.history = {}, .now_s = now}));
  }
}

TEST(LivePopularity, LiveEventsCarryItForward) {
  data::InteractionTable table = events();
  const PopularityChannel channel(EventTimes::of(table), kHalfLife);
  const auto live = channel.start_live();
  std::int64_t time = table.timestamp_s.back();
  Random random(12);
  for (int i = 0; i < 500; ++i) {
    time += static_cast<std::int64_t>(random.below(3'600));
    const data::ItemIndex item{static_cast<std::uint32_t>(random.below(5))};
    live->observe({}, {.item = item, .timestamp_s = time});
    table.item.push_back(item);
    table.timestamp_s.push_back(time);
  }
  table.offsets = {0, table.item.size()};
  const auto scores = evidence(channel, {.history = {}, .live = live.get()});
  for (std::size_t item = 0; item < scores.size(); ++item) {
    // The logarithms of items without an event are renewed every 1/64 of a half-life.
    EXPECT_NEAR(scores[item], naive(table, item, time + 1), 0.02) << item;
  }
}

TEST(LivePopularity, TakesInLateEventsAndASingleWrongClock) {
  const auto table = events();
  const PopularityChannel channel(EventTimes::of(table), kHalfLife);
  const auto live = channel.start_live();
  const auto before = evidence(channel, {.history = {}, .live = live.get()});
  live->observe({}, {.item = data::ItemIndex{4}, .timestamp_s = kStart});
  const auto late = evidence(channel, {.history = {}, .live = live.get()});
  EXPECT_GT(late[4], before[4]);
  EXPECT_LT(late[4], 0.1F);
  // A day further at most, so half of everything is left.
  live->observe({}, {.item = data::ItemIndex{4}, .timestamp_s = kStart * 3});
  const auto after = evidence(channel, {.history = {}, .live = live.get()});
  for (std::size_t item = 0; item < 4; ++item) {
    EXPECT_NEAR(std::expm1(after[item]), 0.5F * std::expm1(late[item]), 1e-3);
  }
}

TEST(LivePopularity, ComesBackFromItsArtefact) {
  const auto table = events();
  const PopularityChannel channel(EventTimes::of(table), kHalfLife);
  Artefact artefact{.configuration = {}, .tensors = {}};
  channel.add_to(artefact);
  const auto loaded = PopularityChannel::load(artefact, channel.item_count());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  const Question question{.history = {}, .now_s = kStart + 400'000};
  EXPECT_EQ(evidence(**loaded, question), evidence(channel, question));
  EXPECT_EQ(evidence(**loaded, {}), evidence(channel, {}));
}

TEST(LivePopularity, RefusesTimesThatAreNoLists) {
  const PopularityChannel channel(EventTimes::of(events()), kHalfLife);
  Artefact whole{.configuration = {}, .tensors = {}};
  channel.add_to(whole);
  for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
    Artefact damaged = whole;
    damaged.tensors.erase(damaged.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(PopularityChannel::load(damaged, 5).has_value());
  }
  Artefact unsorted = whole;
  std::ranges::reverse(std::get<std::vector<std::int32_t>>(unsorted.tensors[1].values));
  EXPECT_FALSE(PopularityChannel::load(unsorted, 5).has_value());
  Artefact past_the_end = whole;
  std::get<std::vector<std::int64_t>>(past_the_end.tensors[0].values).back() += 1;
  EXPECT_FALSE(PopularityChannel::load(past_the_end, 5).has_value());
  Artefact endless = whole;
  endless.configuration.add("half_life_s", 0.0);
  EXPECT_FALSE(PopularityChannel::load(endless, 5).has_value());
  EXPECT_FALSE(PopularityChannel::load(whole, 6).has_value());
}

TEST(LivePopularity, IsNotCountedOverLessThanAHalfLife) {
  const auto channel = PopularityChannel::fit(events(), 86'400.0 * 2 * kDays);
  ASSERT_TRUE(channel.has_value());
  EXPECT_EQ(*channel, nullptr);
  const auto of_nothing = PopularityChannel::fit(features::table_of({}), kHalfLife);
  ASSERT_TRUE(of_nothing.has_value());
  EXPECT_EQ(*of_nothing, nullptr);
}

}  // namespace
}  // namespace attune::models
