#include "learning/models/trending.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/trend_window.h"

namespace attune::models {
namespace {

using Event = std::pair<std::uint32_t, std::int64_t>;  // item, time

// Naive: counts by step, as the window does.
std::map<std::uint32_t, std::pair<int, int>> naive_counts(const std::vector<Event>& events,
                                                          std::int64_t step_s, std::int64_t now_s) {
  std::map<std::uint32_t, std::pair<int, int>> counts;
  for (const auto& [item, time_s] : events) {
    const std::int64_t age = now_s / step_s - time_s / step_s;
    if (age < 60)
      ++counts[item].first;
    else if (age < 120)
      ++counts[item].second;
  }
  return counts;
}

TEST(TrendWindow, CountsAsFromScratchAfterEveryEventAndPause) {
  Random random(5);
  std::int64_t now_s = 1'000'000;
  TrendWindow window(600, now_s);
  std::vector<Event> events;
  for (int i = 0; i < 3000; ++i) {
    now_s += static_cast<std::int64_t>(random.below(i % 500 == 0 ? 2000 : 4));
    const std::int64_t late_s =
        random.below(10) == 0 ? static_cast<std::int64_t>(random.below(900)) : 0;
    const Event event{static_cast<std::uint32_t>(random.below(7)), now_s - late_s};
    window.advance(now_s);
    window.add(event.first, event.second);
    events.push_back(event);
    if (i % 10 != 0) continue;
    const auto expected = naive_counts(events, 10, now_s);
    ASSERT_EQ(window.counts().size(), expected.size()) << i;
    for (const auto& [item, counts] : window.counts()) {
      ASSERT_EQ(static_cast<int>(counts.latest), expected.at(item).first) << i;
      ASSERT_EQ(static_cast<int>(counts.before), expected.at(item).second) << i;
    }
  }
}

TEST(TrendWindow, MeasuresGrowthAgainstItsChance) {
  EXPECT_FLOAT_EQ(trend_of({.latest = 9, .before = 6}), 3.0F / 4.0F);
  EXPECT_LT(trend_of({.latest = 1, .before = 6}), 0.0F);
  EXPECT_GT(trend_of({.latest = 20, .before = 10}), trend_of({.latest = 2, .before = 1}));
}

// Item 0 is popular of old, 1 falls, 2 rises, 3 rises more.
data::InteractionTable shop() {
  std::vector<features::NamedSequence> sequences(1, {.user = "u", .items = {}});
  std::vector<std::int64_t> times;
  const auto add = [&](const std::string& item, int count, std::int64_t time_s) {
    for (int i = 0; i < count; ++i) {
      sequences.front().items.push_back(item);
      times.push_back(time_s);
    }
  };
  add("a", 3, 100);
  add("b", 4, 98'000);
  add("c", 1, 98'000);
  add("d", 1, 98'000);
  add("b", 1, 99'990);
  add("c", 3, 99'990);
  add("d", 6, 100'000);
  auto table = features::table_of(sequences);
  table.timestamp_s = times;
  return table;
}

std::vector<std::uint32_t> order_at(const Model& model, const Moment& moment) {
  std::vector<float> scores(model.item_count());
  model.score_at(*model.start(std::nullopt), moment, scores);
  std::vector<std::uint32_t> order(scores.size());
  for (std::uint32_t item = 0; item < order.size(); ++item) order[item] = item;
  std::ranges::stable_sort(order, [&](auto a, auto b) { return scores[a] > scores[b]; });
  return order;
}

TEST(Trending, ListsWhatGrewThenWhatIsPopular) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value()) << model.error().message;
  EXPECT_EQ(order_at(**model, {}), (std::vector<std::uint32_t>{3, 2, 0, 1}));
}

TEST(Trending, ListsPopularItemsWhenBothWindowsAreEmpty) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(order_at(**model, {.now_s = 200'000}), (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(Trending, CountsNothingFromTheMomentOn) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(order_at(**model, {.now_s = 99'000}).front(), 1U);
}

TEST(Trending, MovesWithStreamedEvents) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value());
  const auto live = (*model)->start_live();
  ASSERT_NE(live, nullptr);
  EXPECT_EQ(order_at(**model, {.live = live.get()}).front(), 3U);
  for (int i = 0; i < 30; ++i) {
    live->observe({.event = {.item = data::ItemIndex{0}, .timestamp_s = 100'010}, .trained = {}});
  }
  live->observe({.event = {.item = data::ItemIndex{99}, .timestamp_s = 100'010}, .trained = {}});
  EXPECT_EQ(order_at(**model, {.live = live.get()}).front(), 0U);
  EXPECT_EQ(order_at(**model, {}).front(), 3U) << "the model itself stays";
  EXPECT_EQ(order_at(**model, {.now_s = 300'000, .live = live.get()}),
            (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(Trending, IsReadWhileEventsCome) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value());
  const auto live = (*model)->start_live();
  {
    const std::jthread writer([&] {
      for (int i = 0; i < 2000; ++i) {
        live->observe(
            {.event = {.item = data::ItemIndex{1}, .timestamp_s = 100'000 + i}, .trained = {}});
      }
    });
    for (int i = 0; i < 200; ++i) EXPECT_EQ(order_at(**model, {.live = live.get()}).size(), 4U);
  }
  EXPECT_EQ(order_at(**model, {.live = live.get()}).front(), 1U);
}

TEST(Trending, RefusesAWindowOutOfRange) {
  EXPECT_FALSE(fit_trending(shop(), 0).has_value());
  EXPECT_FALSE(fit_trending(shop(), kTrendWindowMax_s + 1).has_value());
}

TEST(Trending, RefusesAnArtefactWithEventsOfNoItem) {
  const auto model = fit_trending(shop(), 1800);
  ASSERT_TRUE(model.has_value());
  Artefact artefact = (*model)->to_artefact();
  for (Tensor& tensor : artefact.tensors) {
    if (tensor.name == "event_items") std::get<std::vector<std::int32_t>>(tensor.values)[0] = 99;
  }
  EXPECT_FALSE(load_trending(artefact).has_value());
}

}  // namespace
}  // namespace attune::models
