#include "service/campaigns/campaigns.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

TEST(Recommend, ListsTheBestItemsOfTheUserWithScoresThatSumToOne) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  const auto answer = world.campaigns->recommend(query_for("u0"));
  EXPECT_EQ(ids(answer), "i2 i3 i1 i4 i0 i5 i6 i7 i8 i9");
  double sum = 0;
  double last = 1;
  for (const AnsweredItem& item : answer->items) {
    ASSERT_TRUE(item.score.has_value());
    EXPECT_LE(*item.score, last);
    last = *item.score;
    sum += last;
  }
  EXPECT_NEAR(sum, 1.0, 1e-6);
}

TEST(Recommend, GivesEveryAnswerAnIdOf40Characters) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    const auto answer = world.campaigns->recommend(query_for("u0"));
    EXPECT_EQ(answer->recommendation_id.size(), 40U);
    EXPECT_TRUE(answer->recommendation_id.starts_with("RID-"));
    seen.insert(answer->recommendation_id);
  }
  EXPECT_EQ(seen.size(), 20U);
}

TEST(Recommend, FollowsAnEventInTheNextAnswer) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  world.put_event("u0", "i6");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 1), "i7");
  world.put_event("u0", "i3");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 1), "i4");
  world.put_event("new", "i1");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("new")), 1), "i2");
}

TEST(Recommend, GivesStrangersPopularItemsWithScores) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  const auto answer = world.campaigns->recommend(query_for("stranger"));
  EXPECT_EQ(ids(answer, 4), "i5 i9 i0 i1");
  EXPECT_NEAR(*answer->items[0].score, 5.5 / (5.5 + 2.5 + 2 * 1.5 + 6 * 0.5), 1e-6);
}

TEST(Recommend, UsesTheEventsOfASessionAndOfTheUserWhoIdentifiesLater) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  world.put_event("", "i3", "view", "visit");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("visit")), 1), "i4");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 1), "i2");
  world.put_event("u0", "", "login", "visit");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 1), "i4");
}

TEST(Recommend, ReturnsAsManyAsAskedFor) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  Query query = query_for("u0");
  query.num_results = 3;
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i2 i3 i1");
  for (const std::int64_t default_size : {0, 500}) {
    query.num_results = default_size;
    EXPECT_EQ(world.campaigns->recommend(query)->items.size(), 10U);
  }
}

TEST(Recommend, AnswersRelatedItemsWithoutScoresAndWithoutTheItem) {
  World world;
  ASSERT_TRUE(world.deploy(kRelated).has_value());
  const auto answer = world.campaigns->recommend(related_query("i4"));
  EXPECT_EQ(ids(answer, 3), "i5 i3 i6");
  EXPECT_EQ(answer->items.size(), 9U);
  for (const AnsweredItem& item : answer->items) EXPECT_FALSE(item.score.has_value());
}

TEST(Recommend, AnswersPopularItemsForAnItemThatTheModelDoesNotKnow) {
  World world;
  ASSERT_TRUE(world.deploy(kRelated).has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(related_query("stranger")), 2), "i5 i9");
  EXPECT_EQ(ids(world.campaigns->recommend(related_query("i9")), 2), "i5 i0");
}

TEST(Recommend, AnswersPopularItemsWithoutAUser) {
  World world;
  ASSERT_TRUE(world.deploy(kPopular).has_value());
  Query query;
  query.campaign_arn = kCampaign;
  EXPECT_EQ(ids(world.campaigns->recommend(query), 2), "i0 i1");
}

TEST(Filters, LeaveAFullListWhereThereAreItemsEnough) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.set_filter("f", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))")
                  .has_value());
  Query query = query_for("u0");
  query.num_results = 8;
  query.filter = FilterUse{"f", {}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i2 i3 i4 i5 i6 i7 i8 i9");
  world.put_event("u0", "i3");
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i4 i5 i6 i2 i7 i8 i9");
}

TEST(Filters, KnowEventTypesThatCameAfterTraining) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(
      world.set_filter("f", R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("purchase"))")
          .has_value());
  Query query = query_for("u0");
  query.filter = FilterUse{"f", {}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "");
  world.put_event("u0", "i7", "Purchase");
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i7");
}

TEST(Filters, ReadTheUsersEventsAlsoWhereTheRecipeDoesNot) {
  World world;
  ASSERT_TRUE(world.deploy(kRelated).has_value());
  ASSERT_TRUE(world.set_filter("f", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))")
                  .has_value());
  world.put_event("u0", "i5");
  Query query = related_query("i4");
  query.filter = FilterUse{"f", {}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "InvalidInput");
  query.user_id = "u0";
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i3 i6 i2 i7 i8 i9");
}

TEST(Filters, FollowChangesOfMetadataAndOfTheFilter) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.set_filter("f", "INCLUDE ItemID WHERE Items.PRICE < $MAX").has_value());
  Query query = query_for("u0");
  query.filter = FilterUse{"f", {{"MAX", "25"}}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "") << "no metadata yet";
  world.campaigns->set_metadata(kGroup, metadata());
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i2 i1 i0");
  world.campaigns->set_metadata(kGroup, metadata(/*price_step=*/5));
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i2 i3 i1 i4 i0");
  ASSERT_TRUE(world.set_filter("f", "EXCLUDE ItemID WHERE Items.PRICE < $MAX").has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i5 i6 i7 i8 i9");
}

TEST(Filters, UseTheRequestsUserAndItem) {
  World world;
  world.campaigns->set_metadata(kGroup, metadata());
  ASSERT_TRUE(world.deploy(kRelated).has_value());
  ASSERT_TRUE(
      world.set_filter("item", "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE").has_value());
  ASSERT_TRUE(
      world.set_filter("user", "INCLUDE ItemID WHERE Items.PRICE < 15 IF CurrentUser.AGE < 18")
          .has_value());
  Query query = related_query("i3");
  query.filter = FilterUse{"item", {}};
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i2 i1 i0");
  query.filter = FilterUse{"user", {}};
  query.user_id = "u0";
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i1 i0");
  query.user_id = "u1";
  EXPECT_EQ(world.campaigns->recommend(query)->items.size(), 9U);
}

TEST(Metadata, ComesWithTheItemsInTheRequestsSpelling) {
  World world;
  world.campaigns->set_metadata(kGroup, metadata());
  ASSERT_TRUE(world.deploy(kPersonal, kCampaign, /*metadata_enabled=*/true).has_value());
  Query query = query_for("u0");
  query.metadata_columns = {"price", "KIND"};
  const auto answer = world.campaigns->recommend(query);
  ASSERT_EQ(ids(answer, 4), "i2 i3 i1 i4");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(answer->items[0].metadata, (Pairs{{"price", "20"}, {"KIND", "even"}}));
  EXPECT_EQ(answer->items[1].metadata, (Pairs{{"price", "30"}, {"KIND", "odd|prime"}}));
  EXPECT_EQ(answer->items[3].metadata, (Pairs{{"price", "40"}})) << "a null is left out";
  EXPECT_TRUE(answer->items.back().metadata.empty()) << "an item without a row";
}

TEST(Rank, OrdersTheGivenItems) {
  World world;
  ASSERT_TRUE(world.deploy(kRanking).has_value());
  Query query = query_for("u0");
  query.input_list = {"i9", "new-b", "i3", "i2", "i9", "new-a", "i2"};
  const auto answer = world.campaigns->rank(query);
  EXPECT_EQ(ids(answer), "i2 i3 i9 new-b new-a");
  EXPECT_NEAR(*answer->items[0].score + *answer->items[1].score + *answer->items[2].score, 1.0,
              1e-6);
  EXPECT_FALSE(answer->items[3].score.has_value());
  EXPECT_EQ(answer->recommendation_id.size(), 40U);
}

TEST(Rank, OrdersByPopularityForAStranger) {
  World world;
  ASSERT_TRUE(world.deploy(kRanking).has_value());
  Query query = query_for("stranger");
  query.input_list = {"i2", "i9", "i5"};
  EXPECT_EQ(ids(world.campaigns->rank(query)), "i5 i9 i2");
}

TEST(Rank, TakesAwayWhatTheFilterForbids) {
  World world;
  world.campaigns->set_metadata(kGroup, metadata());
  ASSERT_TRUE(world.deploy(kRanking).has_value());
  ASSERT_TRUE(world.set_filter("include", "INCLUDE ItemID WHERE Items.PRICE < 45").has_value());
  ASSERT_TRUE(world.set_filter("exclude", "EXCLUDE ItemID WHERE Items.PRICE < 25").has_value());
  Query query = query_for("u0");
  query.input_list = {"i7", "i2", "unknown", "i4"};
  query.filter = FilterUse{"include", {}};
  EXPECT_EQ(ids(world.campaigns->rank(query)), "i2 i4");
  query.filter = FilterUse{"exclude", {}};
  EXPECT_EQ(ids(world.campaigns->rank(query)), "i4 i7 unknown");
}

TEST(Deploy, CatchesUpOnEventsAfterTheWatermark) {
  World world;
  world.put_event("u0", "i6");
  world.put_event("u1", "i2");
  world.watermark = 1;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 1), "i2") << "i6 is trained on";
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u1")), 1), "i3");
  world.watermark = 0;
  ASSERT_TRUE(world.deploy(kPersonal, "older").has_value());
  Query query = query_for("u0");
  query.campaign_arn = "older";
  EXPECT_EQ(ids(world.campaigns->recommend(query), 1), "i7");
}

TEST(Deploy, ReportsALogThatDoesNotAnswerAndASolutionThatCannotBeServed) {
  World world;
  world.log.fails = true;
  EXPECT_EQ(world.deploy(kPersonal).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0"))), "NotFound");
  EXPECT_EQ(world.campaigns->deploy({}).error().code, ErrorCode::kInvalidInput);
}

TEST(Deploy, SwapsUnderTrafficWithoutAFailedRequest) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.set_filter("f", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy"))")
                  .has_value());
  std::atomic<bool> done = false;
  std::atomic<int> answered = 0;
  std::vector<std::thread> readers;
  for (std::size_t reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&, reader] {
      for (std::size_t i = reader; !done; ++i) {
        Query query = query_for("u" + std::to_string(i % 6));
        query.filter = FilterUse{"f", {}};
        const auto answer = world.campaigns->recommend(query);
        if (!answer.has_value() || answer->items.empty()) ADD_FAILURE() << ids(answer);
        ++answered;
      }
    });
  }
  for (int round = 0; round < 40 || answered < 200; ++round) {
    ASSERT_TRUE(world.deploy(kPersonal).has_value());
    world.campaigns->set_metadata(kGroup, metadata(round));
    world.put_event("u" + std::to_string(round % 6), "i" + std::to_string(round % 10),
                    round % 100 == 99 ? "buy" : "view");
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

TEST(Withdraw, EndsService) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  world.campaigns->withdraw(kCampaign);
  world.campaigns->withdraw("never there");
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0"))), "NotFound");
}

}  // namespace
}  // namespace attune::campaigns::testing
