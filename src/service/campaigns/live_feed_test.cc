#include "service/campaigns/live_feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "learning/models/blend.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/popularity.h"
#include "learning/models/trending.h"
#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

const SystemClock kWallClock;

/// Popular items, and what follows the newest one.
std::shared_ptr<const models::Model> counting_model(const data::InteractionTable& table) {
  models::BlendParts parts{.network = models::fit_popularity(table), .channels = {}};
  const auto kind = models::adjacent_channel();
  auto channel = kind.fit(table, {});
  parts.channels.push_back(
      {.kind = kind.name, .channel = std::move(*channel), .weight = kind.weights.back()});
  return models::make_blend(std::move(parts));
}

std::shared_ptr<recipes::SolutionArtefact> solution_of(const recipes::Recipe& recipe) {
  auto solution = std::make_shared<recipes::SolutionArtefact>();
  solution->recipe = &recipe;
  solution->interactions = interactions();
  solution->model = counting_model(*solution->interactions);
  return solution;
}

Result<void> deploy(World& world, const recipes::Recipe& recipe = kPersonal) {
  Deployment deployment;
  deployment.campaign_arn = kCampaign;
  deployment.dataset_group_arn = kGroup;
  deployment.solution_version_arn = "arn:version";
  deployment.solution = solution_of(recipe);
  return world.campaigns->deploy(deployment);
}

TEST(LiveFeed, WhatOthersDidNextMovesAnAnswer) {
  World world;
  ASSERT_TRUE(deploy(world).has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u3")), 1), "i5");
  for (const char* user : {"x", "y", "z"}) {
    world.put_event(user, "i5");
    world.put_event(user, "i7");
  }
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u3")), 1), "i7");
}

TEST(LiveFeed, AnEventFollowsTheHistoryThatTheModelWasTrainedOn) {
  World world;
  ASSERT_TRUE(deploy(world).has_value());
  world.put_event("u4", "i8");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u3")), 1), "i8");
}

TEST(LiveFeed, CatchesUpWithEventsThatCameBeforeTheCampaign) {
  World world;
  world.put_event("x", "i5");
  world.put_event("x", "i7");
  ASSERT_TRUE(deploy(world).has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u3")), 1), "i7");
}

TEST(LiveFeed, IsOffForARecipeWithoutLiveUpdates) {
  EXPECT_EQ(LiveFeed(solution_of(kRelated), kGroup, kWallClock).counts(), nullptr);
  EXPECT_NE(LiveFeed(solution_of(kPersonal), kGroup, kWallClock).counts(), nullptr);
}

TEST(LiveFeed, AFailingLogFailsTheDeployment) {
  World world;
  world.log.fails = true;
  EXPECT_FALSE(deploy(world).has_value());
}

/// Counts what it observes.
class Recorder final : public models::LiveCounts {
 public:
  void observe(const models::StreamedEvent& streamed) override {
    items.push_back(data::raw(streamed.event.item));
  }
  std::vector<std::size_t> items;
};

class RecordingModel final : public models::Model {
 public:
  [[nodiscard]] std::size_t item_count() const override { return 10; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    return nullptr;
  }
  void advance(models::UserState&, const data::Interaction&) const override {}
  void score(const models::UserState&, std::span<float>) const override {}
  [[nodiscard]] std::unique_ptr<models::LiveCounts> start_live() const override {
    return std::make_unique<Recorder>();
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }
};

TEST(LiveFeed, TakesInEveryEventOnceAndInOrder) {
  World world;
  auto solution = solution_of(kPersonal);
  solution->model = std::make_shared<RecordingModel>();
  solution->event_watermark = 1;
  LiveFeed feed(solution, kGroup, kWallClock);
  std::vector<events::StoredEvent> announced;
  world.log.observe([&](std::span<const events::StoredEvent> events) {
    announced.insert(announced.end(), events.begin(), events.end());
  });
  for (const char* item : {"i1", "i2", "unknown", "i3"}) world.put_event("x", item);
  ASSERT_TRUE(feed.catch_up(world.log).has_value());
  for (const auto& stored : announced) feed.observe(stored);
  world.put_event("x", "i4");
  feed.observe(announced.back());
  ASSERT_TRUE(LiveFeed::Pause(feed).catch_up(world.log).has_value());
  EXPECT_EQ(static_cast<const Recorder*>(feed.counts())->items,
            (std::vector<std::size_t>{2, 3, 4}));
}

TEST(LiveFeed, AnEventOfTheFutureDoesNotAgeTheOthers) {
  constexpr std::int64_t kNow_s = 10'000;
  const auto solution = solution_of(kPersonal);
  solution->model = *models::fit_trending(*solution->interactions, 1'800);
  const ManualClock clock(kNow_s * 1000);
  LiveFeed feed(solution, kGroup, clock);
  std::uint64_t sequence = 0;
  const auto observe = [&](const std::string& user, const std::string& item, std::int64_t time_s) {
    events::StoredEvent stored{.sequence = ++sequence, .event = {}};
    stored.event.dataset_group_arn = kGroup;
    stored.event.user_id = user;
    stored.event.item_id = item;
    stored.event.timestamp_s = time_s;
    feed.observe(stored);
  };
  observe("x", "i8", 4'000'000'000);
  for (const char* user : {"a", "b", "c"}) observe(user, "i7", kNow_s - 1);
  std::vector<float> scores(solution->model->item_count());
  solution->model->score_at(*solution->model->start(std::nullopt), {.live = feed.counts()}, scores);
  EXPECT_EQ(std::ranges::max_element(scores) - scores.begin(), 7);
}

}  // namespace
}  // namespace attune::campaigns::testing
