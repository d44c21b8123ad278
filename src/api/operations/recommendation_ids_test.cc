#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "api/operations/put_events.h"
#include "api/operations/recommendation_shapes.h"
#include "service/campaigns/test_world.h"

namespace attune::operations {
namespace {

using campaigns::testing::kGroup;
using campaigns::testing::World;

struct Asked {
  World world;
  campaigns::Answer answer;

  Asked() {
    EXPECT_TRUE(world.deploy(campaigns::testing::kPersonal).has_value());
    campaigns::Query query = campaigns::testing::query_for("u0");
    query.num_results = 3;
    answer = *world.campaigns->recommend(query);
  }
  events::Event resolved(events::Event event) const {
    std::vector<events::Event> events{std::move(event)};
    resolve_recommendations(*world.campaigns, events);
    return events.front();
  }
};

TEST(RecommendationIds, GiveAnEventTheAnswersItemsAsImpressionAndItsCampaignAsSource) {
  const Asked asked;
  events::Event event;
  event.dataset_group_arn = kGroup;
  event.recommendation_id = asked.answer.recommendation_id;
  const events::Event resolved = asked.resolved(event);
  EXPECT_EQ(resolved.impression, "i2|i3|i1");
  EXPECT_EQ(resolved.attribution_source, campaigns::testing::kCampaign);
}

TEST(RecommendationIds, TakeNothingFromAnEventThatSaysItItself) {
  const Asked asked;
  events::Event event;
  event.dataset_group_arn = kGroup;
  event.recommendation_id = asked.answer.recommendation_id;
  event.impression = "i7";
  event.attribution_source = "newsletter";
  const events::Event resolved = asked.resolved(event);
  EXPECT_EQ(resolved.impression, "i7");
  EXPECT_EQ(resolved.attribution_source, "newsletter");
}

TEST(RecommendationIds, MeanNothingWhenUnknownOrOfAnotherDatasetGroup) {
  const Asked asked;
  events::Event event;
  event.dataset_group_arn = kGroup;
  event.recommendation_id = "RID-unknown";
  EXPECT_EQ(asked.resolved(event).impression, "");
  event.recommendation_id = asked.answer.recommendation_id;
  event.dataset_group_arn = "arn:other";
  EXPECT_EQ(asked.resolved(event).impression, "");
  EXPECT_EQ(asked.resolved(event).attribution_source, "");
}

TEST(Predicted, NamesThePromotionOnPromotedItemsOnlyAndGivesReasonsAsAList) {
  campaigns::Answer answer;
  answer.items.push_back({.item_id = "a", .score = 0.123456789, .metadata = {}});
  answer.items.push_back({.item_id = "b",
                          .score = {},
                          .metadata = {{"PRICE", "3"}},
                          .promoted = true,
                          .reason = "Promoted item"});
  const auto shown = json::write(json::to_value(predicted(answer, "sale")));
  EXPECT_EQ(shown, R"([{"itemId":"a","score":0.1234568},{"itemId":"b","promotionName":"sale",)"
                   R"("metadata":{"PRICE":"3"},"reason":["Promoted item"]}])");
}

}  // namespace
}  // namespace attune::operations
