#include "service/campaigns/recent_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

std::shared_ptr<const AnswerSource> source() {
  return std::make_shared<const AnswerSource>(
      AnswerSource{.campaign_arn = "c", .dataset_group_arn = "g", .items = interactions()->items});
}

TEST(RecentAnswers, ForgetTheOldestBeyondTheBound) {
  RecentAnswers answers(160);
  const auto from = source();
  constexpr int kGiven = 5'000;
  for (int i = 0; i < kGiven; ++i) {
    answers.add("RID-" + std::to_string(i), from, {data::ItemIndex{1}, data::ItemIndex{7}});
  }
  EXPECT_LE(answers.size(), 160U);
  EXPECT_FALSE(answers.find("RID-0").has_value());
  const auto newest = answers.find("RID-" + std::to_string(kGiven - 1));
  ASSERT_TRUE(newest.has_value());
  EXPECT_EQ(newest->campaign_arn, "c");
  EXPECT_EQ(newest->item_ids, (std::vector<std::string>{"i1", "i7"}));
}

TEST(RecentAnswers, EveryAnswerIsFoundByItsId) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  ASSERT_TRUE(world.deploy(kRanking, "ranking").has_value());
  const auto list = world.campaigns->recommend(query_for("u0"));
  const auto found = world.campaigns->find_answer(list->recommendation_id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->dataset_group_arn, kGroup);
  ASSERT_EQ(found->item_ids.size(), list->items.size());
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    EXPECT_EQ(found->item_ids[i], list->items[i].item_id);
  }
  Query query = query_for("u0");
  query.campaign_arn = "ranking";
  query.input_list = {"i4", "unknown", "i2"};
  const auto ranked = world.campaigns->rank(query);
  EXPECT_EQ(world.campaigns->find_answer(ranked->recommendation_id)->item_ids,
            (std::vector<std::string>{"i2", "i4"}));
  EXPECT_FALSE(world.campaigns->find_answer("RID-none").has_value());
}

TEST(StageTimes, CountEveryAnswerOfTheCampaign) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal).has_value());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(world.campaigns->recommend(query_for("u0")).has_value());
  const auto times = world.campaigns->times_of(kCampaign);
  ASSERT_TRUE(times.has_value());
  double stages = 0;
  for (const Stage stage : {Stage::kState, Stage::kScore, Stage::kFilter, Stage::kRank}) {
    EXPECT_EQ((*times)->snapshot(stage).count(), 3U);
    stages += (*times)->snapshot(stage).sum;
  }
  EXPECT_NEAR((*times)->snapshot(Stage::kAnswer).sum, stages, 1e-6);
  EXPECT_FALSE(world.campaigns->times_of("nope").has_value());
  EXPECT_NE(world.registry.render().find(
                "attune_campaign_stage_seconds_count{campaign=\"arn:campaign\",stage=\"score\"} 3"),
            std::string::npos);
}

}  // namespace
}  // namespace attune::campaigns::testing
