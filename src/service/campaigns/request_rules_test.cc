#include "service/campaigns/request_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

enum class Operation : std::uint8_t { kRecommend, kRank };

struct Rule {
  std::string title;
  const recipes::Recipe* recipe;
  Operation operation;
  std::function<void(Query&)> change;  // of a valid query of that recipe
  std::string code;                    // empty: allowed
};

Query valid_query(const recipes::Recipe& recipe) {
  Query query;
  query.campaign_arn = kCampaign;
  switch (recipe.type) {
    case recipes::RecipeType::kRelatedItems:
      query.item_id = "i1";
      break;
    case recipes::RecipeType::kPersonalizedRanking:
      query.user_id = "u0";
      query.input_list = {"i1", "i2"};
      break;
    case recipes::RecipeType::kUserPersonalization:
      query.user_id = "u0";
      break;
    case recipes::RecipeType::kPopularItems:
      break;
  }
  return query;
}

std::function<void(Query&)> with_filter(std::string arn) {
  return [arn](Query& query) { query.filter = FilterUse{arn, {}}; };
}
std::function<void(Query&)> with_promotion(std::string arn, std::int64_t percent = 50) {
  return [arn, percent](Query& query) {
    query.promotion = PromotionUse{.name = "p", .percent = percent, .filter = {arn, {}}};
  };
}

std::function<void(Query&)> with_columns(std::size_t count, std::string name,
                                         std::optional<std::int64_t> results = std::nullopt) {
  return [=](Query& query) {
    query.metadata_columns.assign(count, name);
    query.num_results = results;
  };
}
std::function<void(Query&)> with_results(std::int64_t count) {
  return [count](Query& query) { query.num_results = count; };
}
std::function<void(Query&)> with_list(std::size_t count) {
  return [count](Query& query) { query.input_list.assign(count, "i1"); };
}
void nothing(Query&) {}
void no_user(Query& query) {
  query.user_id.reset();
}
void no_item(Query& query) {
  query.item_id.reset();
}

const std::vector<Rule>& rules() {
  using enum Operation;
  static const std::vector<Rule> kRules{
      {"an unknown campaign", &kPersonal, kRecommend,
       [](Query& query) { query.campaign_arn = "other"; }, "NotFound"},
      {"a personal list", &kPersonal, kRecommend, nothing, ""},
      {"a personal list without a user", &kPersonal, kRecommend, no_user, "InvalidInput"},
      {"a personal list with an item", &kPersonal, kRecommend,
       [](Query& query) { query.item_id = "i1"; }, ""},
      {"an empty context", &kPersonal, kRecommend,
       [](Query& query) { query.context.emplace("DEVICE", "tv"); }, ""},
      {"a ranking of a personal campaign", &kPersonal, kRank, with_list(2), "InvalidInput"},
      {"related items", &kRelated, kRecommend, nothing, ""},
      {"related items without an item", &kRelated, kRecommend, no_item, "InvalidInput"},
      {"popular items without a user", &kPopular, kRecommend, nothing, ""},
      {"a list of a ranking campaign", &kRanking, kRecommend, nothing, "InvalidInput"},
      {"a ranking", &kRanking, kRank, nothing, ""},
      {"a ranking without a user", &kRanking, kRank, no_user, "InvalidInput"},
      {"a ranking of nothing", &kRanking, kRank, with_list(0), "InvalidInput"},
      {"a ranking of 500", &kRanking, kRank, with_list(500), ""},
      {"a ranking of 501", &kRanking, kRank, with_list(501), "InvalidInput"},
      {"no results", &kPersonal, kRecommend, with_results(0), ""},
      {"500 results", &kPersonal, kRecommend, with_results(500), ""},
      {"501 results", &kPersonal, kRecommend, with_results(501), "InvalidInput"},
      {"-1 results", &kPersonal, kRecommend, with_results(-1), "InvalidInput"},
      {"metadata without the switch", &kPersonal, kRecommend, with_columns(1, "PRICE"),
       "InvalidInput"},
      {"metadata of a v2 recipe", &kPersonalV2, kRecommend, with_columns(1, "PRICE"), ""},
      {"50 results with metadata", &kPersonalV2, kRecommend, with_columns(1, "PRICE", 50), ""},
      {"51 results with metadata", &kPersonalV2, kRecommend, with_columns(1, "PRICE", 51),
       "InvalidInput"},
      {"10 columns", &kPersonalV2, kRecommend, with_columns(10, "PRICE"), ""},
      {"11 columns", &kPersonalV2, kRecommend, with_columns(11, "PRICE"), "InvalidInput"},
      {"an unknown column", &kPersonalV2, kRecommend, with_columns(1, "NOPE"), "InvalidInput"},
      {"an unknown filter", &kPersonal, kRecommend, with_filter("nope"), "NotFound"},
      {"a filter of another group", &kPersonal, kRecommend, with_filter("foreign"), "InvalidInput"},
      {"a filter about users", &kPersonal, kRecommend, with_filter("users"), "InvalidInput"},
      {"a filter on the item where none is taken", &kPersonal, kRecommend, with_filter("item"),
       "InvalidInput"},
      {"a filter on the item", &kRelated, kRecommend, with_filter("item"), ""},
      {"a filter on the user", &kPersonal, kRecommend, with_filter("user"), ""},
      {"a filter on the user and no user", &kRelated, kRecommend, with_filter("user"),
       "InvalidInput"},
      {"a filter on events and no user", &kPopular, kRecommend, with_filter("events"),
       "InvalidInput"},
      {"an INCLUDE without its value", &kPersonal, kRecommend, with_filter("include"),
       "InvalidInput"},
      {"an EXCLUDE without its value", &kPersonal, kRecommend, with_filter("exclude"), ""},
      {"a promotion", &kPersonal, kRecommend, with_promotion("exclude"), ""},
      {"a promotion of related items", &kRelated, kRecommend, with_promotion("exclude"), ""},
      {"a promotion among popular items", &kPopular, kRecommend, with_promotion("exclude"), ""},
      {"a promotion of an older recipe", &kOlder, kRecommend, with_promotion("exclude"),
       "InvalidInput"},
      {"a promotion of nothing", &kPersonal, kRecommend, with_promotion("exclude", 0),
       "InvalidInput"},
      {"a promotion of all", &kPersonal, kRecommend, with_promotion("exclude", 100), ""},
      {"a promotion of more", &kPersonal, kRecommend, with_promotion("exclude", 101),
       "InvalidInput"},
      {"a promotion by an unknown filter", &kPersonal, kRecommend, with_promotion("nope"),
       "NotFound"},
      {"a promotion by a filter of another group", &kPersonal, kRecommend,
       with_promotion("foreign"), "InvalidInput"},
      {"a promotion of users", &kPersonal, kRecommend, with_promotion("users"), "InvalidInput"},
      {"a promotion by the item where none is taken", &kPersonal, kRecommend,
       with_promotion("item"), "InvalidInput"},
      {"a promotion by events and no user", &kPopular, kRecommend, with_promotion("events"),
       "InvalidInput"},
      {"a promotion without its value", &kPersonal, kRecommend, with_promotion("include"),
       "InvalidInput"},
      {"a context of a recipe that takes none", &kRelated, kRecommend,
       [](Query& query) { query.context.emplace("DEVICE", "tv"); }, "InvalidInput"},
      {"a context that the data does not have", &kPersonal, kRecommend,
       [](Query& query) { query.context.emplace("NOPE", "tv"); }, ""},
      {"a number in the context", &kPersonal, kRecommend,
       [](Query& query) { query.context.emplace("seatsFree", "12.5"); }, ""},
      {"a word for a number in the context", &kPersonal, kRecommend,
       [](Query& query) { query.context.emplace("SEATS_FREE", "many"); }, "InvalidInput"},
      {"a history in place of the user", &kPersonal, kRecommend,
       [](Query& query) {
         query.user_id.reset();
         query.history.emplace(500, GivenEvent{.item_id = "i1"});
       },
       ""},
      {"a history that is too long", &kPersonal, kRecommend,
       [](Query& query) { query.history.emplace(501, GivenEvent{.item_id = "i1"}); },
       "InvalidInput"},
      {"a removed filter", &kPersonal, kRecommend, with_filter("removed"), "NotFound"},
  };
  return kRules;
}

TEST(RequestRules, AllowAndRefuseWhatTheReferenceSays) {
  for (const Rule& rule : rules()) {
    SCOPED_TRACE(rule.title);
    World world;
    world.campaigns->set_metadata(kGroup, metadata());
    ASSERT_TRUE(world.deploy(*rule.recipe).has_value());
    for (const auto& [arn, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"users", "INCLUDE UserID WHERE Users.AGE > 1"},
             {"item", "INCLUDE ItemID WHERE Items.PRICE != CurrentItem.PRICE"},
             {"user", "EXCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.AGE > 1"},
             {"events", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("x"))"},
             {"include", "INCLUDE ItemID WHERE Items.PRICE > $P"},
             {"exclude", "EXCLUDE ItemID WHERE Items.PRICE > $P"},
             {"removed", "EXCLUDE ItemID WHERE Items.PRICE > $P"}}) {
      ASSERT_TRUE(world.set_filter(arn, text).has_value());
    }
    world.campaigns->remove_filter("removed");
    ASSERT_TRUE(world.set_filter("foreign", "EXCLUDE ItemID WHERE Items.PRICE > 1", "other group")
                    .has_value());
    Query query = valid_query(*rule.recipe);
    rule.change(query);
    const auto answer = rule.operation == Operation::kRank ? world.campaigns->rank(query)
                                                           : world.campaigns->recommend(query);
    EXPECT_EQ(answer ? "" : std::string(name_of(answer.error().code)), rule.code)
        << (answer ? "" : answer.error().message);
  }
}

}  // namespace
}  // namespace attune::campaigns::testing
