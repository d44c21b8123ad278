#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

TEST(Explain, SaysWhichEventsRaisedTheItem) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  // The model goes by the newest event alone: i1 of (i0, i1).
  const auto told = world.campaigns->explain(query_for("u0"), "i2");
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->history_events, 2U);
  ASSERT_EQ(told->effects.size(), 2U);
  EXPECT_EQ(told->effects[0].item_id, "i1");
  EXPECT_EQ(told->effects[0].event_type, "view");
  EXPECT_GT(told->effects[0].effect, 0);
  EXPECT_EQ(told->effects[1].item_id, "i0");
  EXPECT_DOUBLE_EQ(told->effects[1].effect, 0);
  EXPECT_EQ(told->rank, 1U);
  EXPECT_EQ(told->place, 1U);
  EXPECT_FALSE(told->from_popularity);
}

TEST(Explain, TheEffectIsTheChangeOfTheLogProbabilityWithoutTheEvent) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  const auto score_of = [&](std::vector<GivenEvent> history, const std::string& item) {
    Query query = query_for("u0");
    query.history = std::move(history);
    const auto answer = world.campaigns->recommend(query);
    return *std::ranges::find(answer->items, item, &AnsweredItem::item_id)->score;
  };
  const std::vector<GivenEvent> whole{{.item_id = "i6"}, {.item_id = "i3"}};
  Query query = query_for("u0");
  query.history = whole;
  const auto told = world.campaigns->explain(query, "i8");
  ASSERT_EQ(told->effects.size(), 2U);
  EXPECT_EQ(told->effects[0].item_id, "i3");
  EXPECT_NEAR(told->effects[0].effect,
              std::log(score_of(whole, "i8")) - std::log(score_of({whole[0]}, "i8")), 1e-5);
  EXPECT_NEAR(told->score, score_of(whole, "i8"), 1e-6);
}

TEST(Explain, TellsOfTheNewestEventsOfALongHistoryOnly) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  for (int i = 0; i < 120; ++i) world.put_event("long", "i" + std::to_string(i % 10));
  const auto told = world.campaigns->explain(query_for("long"), "i2");
  EXPECT_EQ(told->history_events, 120U);
  EXPECT_EQ(told->effects.size(), kExplainedEventsMax);
}

TEST(Explain, SaysWhatFiltersAndPromotionsDid) {
  World world;
  world.campaigns->set_metadata(kGroup, metadata());
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.set_filter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 40").has_value());
  ASSERT_TRUE(world.set_filter("dear", "INCLUDE ItemID WHERE Items.PRICE > 55").has_value());
  Query query = query_for("u0");
  query.num_results = 4;
  query.filter = FilterUse{"cheap", {}};
  const auto filtered = world.campaigns->explain(query, "i6");
  EXPECT_EQ(filtered->passes_filter, false);
  EXPECT_EQ(filtered->promotable, std::nullopt);
  EXPECT_EQ(filtered->place, std::nullopt);
  query.promotion = PromotionUse{.name = "p", .percent = 25, .filter = {"dear", {}}};
  const auto promoted = world.campaigns->explain(query, "i6");
  EXPECT_EQ(promoted->promotable, true);
  EXPECT_TRUE(promoted->promoted);
  EXPECT_TRUE(promoted->place.has_value());
}

TEST(Explain, KnowsStrangersByPopularityAndNoItemThatTheModelDoesNotKnow) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  const auto told = world.campaigns->explain(query_for("stranger"), "i5");
  EXPECT_TRUE(told->from_popularity);
  EXPECT_EQ(told->rank, 1U);
  EXPECT_TRUE(told->effects.empty());
  EXPECT_EQ(world.campaigns->explain(query_for("u0"), "nope").error().code, ErrorCode::kNotFound);
}

TEST(WhatIf, AnswersAsIfTheHistoryWereTheUsers) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.set_filter("f", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))")
                  .has_value());
  Query query = query_for("u0");
  query.num_results = 3;
  query.history = {{.item_id = "i5", .event_type = "view"}, {.item_id = "unknown"}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i6 i7 i5");
  query.filter = FilterUse{"f", {}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i6 i7 i8");
  query.user_id.reset();
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i6 i7 i8");
  query.history->clear();
  query.filter.reset();
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i5 i9 i0");
}

}  // namespace
}  // namespace attune::campaigns::testing
