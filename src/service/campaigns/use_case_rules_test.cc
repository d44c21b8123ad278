#include "service/campaigns/use_case_rules.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

/// A recommender in the world, under the campaign's name.
Result<void> deploy_use_case(World& world, const recipes::Recipe& recipe,
                             const UseCaseRules& rules) {
  auto solution = std::make_shared<recipes::SolutionArtefact>();
  solution->recipe = &recipe;
  solution->interactions = interactions();
  solution->model = std::make_shared<Successors>(solution->interactions->item_count());
  Deployment deployment;
  deployment.campaign_arn = kCampaign;
  deployment.dataset_group_arn = kGroup;
  deployment.solution_version_arn = "arn:version";
  deployment.solution = solution;
  deployment.use_case = rules;
  return world.campaigns->deploy(deployment);
}

const UseCaseRules kPicks{.name = "picks", .needs_user = true, .excluded_event_type = "Watch"};

TEST(UseCase, LeavesOutWhatTheUserWatchedAndShowsNoScores) {
  World world;
  ASSERT_TRUE(deploy_use_case(world, kPersonal, kPicks).has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0")), 2), "i2 i3");
  world.put_event("u0", "i5", "watch");
  const auto answer = world.campaigns->recommend(query_for("u0"));
  EXPECT_EQ(ids(answer).find("i5"), std::string::npos);
  EXPECT_EQ(answer->items.size(), 9U);
  for (const AnsweredItem& item : answer->items) EXPECT_FALSE(item.score.has_value());
}

TEST(UseCase, AppliesItsOwnFilterBesideTheRequests) {
  World world;
  world.campaigns->set_metadata(kGroup, metadata());
  ASSERT_TRUE(deploy_use_case(world, kPersonal, kPicks).has_value());
  ASSERT_TRUE(world.set_filter("arn:f", "INCLUDE ItemID WHERE Items.PRICE >= $MIN").has_value());
  Query query = query_for("u0");
  query.filter = FilterUse{.filter_arn = "arn:f", .values = {{"MIN", "60"}}};
  EXPECT_EQ(world.campaigns->recommend(query)->items.size(), 3U);
  world.put_event("u0", "i7", "Watch");
  EXPECT_EQ(world.campaigns->recommend(query)->items.size(), 2U);
  ASSERT_TRUE(world.set_filter("arn:f", "INCLUDE ItemID WHERE Items.PRICE >= 80").has_value());
  EXPECT_EQ(ids(world.campaigns->recommend(query)), "i8");
}

TEST(UseCase, NeedsItsUser) {
  World world;
  ASSERT_TRUE(deploy_use_case(world, kRelated, kPicks).has_value());
  EXPECT_EQ(world.campaigns->recommend(related_query("i3")).error().code, ErrorCode::kInvalidInput);
  Query both = related_query("i3");
  both.user_id = "u0";
  EXPECT_TRUE(world.campaigns->recommend(both).has_value());
}

TEST(UseCase, WithoutAnExcludedTypeNeedsNoUser) {
  World world;
  ASSERT_TRUE(deploy_use_case(world, kRelated, {.name = "together", .excluded_event_type = {}})
                  .has_value());
  EXPECT_TRUE(world.campaigns->recommend(related_query("i3")).has_value());
}

}  // namespace
}  // namespace attune::campaigns::testing
