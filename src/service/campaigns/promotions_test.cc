#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

// i0 to i8 cost 0, 10, ..., 80.
struct Shop : World {
  explicit Shop(const recipes::Recipe& recipe = kPersonal) {
    campaigns->set_metadata(kGroup, metadata());
    EXPECT_TRUE(deploy(recipe).has_value());
    EXPECT_TRUE(set_filter("dear", "INCLUDE ItemID WHERE Items.PRICE > $P").has_value());
    EXPECT_TRUE(set_filter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 40").has_value());
    EXPECT_TRUE(set_filter("seen", R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view"))")
                    .has_value());
  }
};

Query promoting(std::int64_t count, std::int64_t percent, const std::string& price = "55") {
  Query query = query_for("u0");
  query.num_results = count;
  query.promotion =
      PromotionUse{.name = "dear", .percent = percent, .filter = {"dear", {{"P", price}}}};
  return query;
}

std::string promoted_ids(const Result<Answer>& answer, bool promoted) {
  Answer part;
  for (const AnsweredItem& item : answer->items) {
    if (item.promoted == promoted) part.items.push_back(item);
  }
  return ids(part);
}

TEST(Promotions, TakeTheirShareOfTheListAndKeepTheOrderOfScores) {
  const Shop shop;
  const auto answer = shop.campaigns->recommend(promoting(6, 50));
  ASSERT_EQ(answer->items.size(), 6U);
  EXPECT_EQ(promoted_ids(answer, true), "i6 i7 i8");
  EXPECT_EQ(promoted_ids(answer, false), "i2 i3 i1");
}

TEST(Promotions, DoNotListAnItemTwiceThatWouldStandInTheListAnyway) {
  const Shop shop;
  const auto answer = shop.campaigns->recommend(promoting(4, 50, "15"));  // i2 and better
  EXPECT_EQ(promoted_ids(answer, true), "i2 i3");
  EXPECT_EQ(promoted_ids(answer, false), "i1 i4");
}

TEST(Promotions, AreNotHeldToTheRequestsFilterNorOthersToTheirs) {
  const Shop shop;
  Query query = promoting(6, 50);
  query.filter = FilterUse{"cheap", {}};
  const auto answer = shop.campaigns->recommend(query);
  EXPECT_EQ(promoted_ids(answer, true), "i6 i7 i8");
  EXPECT_EQ(promoted_ids(answer, false), "i2 i3 i1");
  query.num_results = 20;  // the filter leaves four
  EXPECT_EQ(promoted_ids(shop.campaigns->recommend(query), false), "i2 i3 i1 i0");
}

TEST(Promotions, GiveTheirPlacesToOthersWhereTooFewCanBePromoted) {
  const Shop shop;
  const auto answer = shop.campaigns->recommend(promoting(6, 50, "75"));
  EXPECT_EQ(promoted_ids(answer, true), "i8");
  EXPECT_EQ(promoted_ids(answer, false), "i2 i3 i1 i4 i0");
  const auto nothing = shop.campaigns->recommend(promoting(6, 50, "500"));
  EXPECT_EQ(promoted_ids(nothing, true), "");
  EXPECT_EQ(nothing->items.size(), 6U);
}

TEST(Promotions, FollowTheUsersHistory) {
  Shop shop;
  Query query = promoting(4, 25);
  query.promotion->filter = {"seen", {}};
  EXPECT_EQ(promoted_ids(shop.campaigns->recommend(query), true), "i1");
  shop.put_event("u0", "i8");
  EXPECT_EQ(promoted_ids(shop.campaigns->recommend(query), true), "i8");
}

TEST(Promotions, StandAtPlacesThatDifferFromAnswerToAnswer) {
  const Shop shop;
  std::set<std::string> orders;
  for (int i = 0; i < 30; ++i) orders.insert(ids(shop.campaigns->recommend(promoting(6, 50))));
  EXPECT_GT(orders.size(), 5U);
}

TEST(Promotions, KeepTheScoresOfTheModelAndHaveNoneWhereTheRecipeHasNone) {
  const Shop shop;
  Query plain = query_for("u0");
  const auto unpromoted = shop.campaigns->recommend(plain);
  const auto answer = shop.campaigns->recommend(promoting(6, 50));
  for (const AnsweredItem& item : answer->items) {
    const auto same = std::ranges::find(unpromoted->items, item.item_id, &AnsweredItem::item_id);
    EXPECT_EQ(item.score, same->score);
    EXPECT_EQ(item.reason, "");
  }
  const Shop related(kRelated);
  Query query = promoting(6, 50);
  query.item_id = "i4";
  const auto scoreless = related.campaigns->recommend(query);
  ASSERT_TRUE(scoreless.has_value());
  for (const AnsweredItem& item : scoreless->items) {
    EXPECT_FALSE(item.score.has_value());
  }
}

TEST(Promotions, AreTheReasonWhereTheRecipeGivesReasons) {
  const Shop shop(kPersonalV2);
  const auto answer = shop.campaigns->recommend(promoting(6, 50));
  ASSERT_TRUE(answer.has_value());
  for (const AnsweredItem& item : answer->items) {
    EXPECT_EQ(item.reason, item.promoted ? "Promoted item" : "");
  }
}

}  // namespace
}  // namespace attune::campaigns::testing
