#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/arn.h"
#include "domain/resources/campaign.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/event_tracker.h"
#include "domain/resources/filter.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/recipe.h"
#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"

namespace attune::resources {
namespace {

Campaign campaign() {
  return {.name = "home",
          .campaign_arn = "arn:aws:personalize:eu-west-1:123456789012:campaign/home",
          .solution_version_arn = "arn:aws:personalize:eu-west-1:123456789012:solution/s/0a1b2c3d",
          .min_provisioned_tps = 1,
          .status = "CREATE FAILED",
          .failure_reason = "why",
          .creation_date_time = {1'731'420'000'123},
          .last_updated_date_time = {1'731'420'001'000},
          .solution_arn = "arn:aws:personalize:eu-west-1:123456789012:solution/s",
          .dataset_group_arn = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/g",
          .deployed_version_arn = ""};
}

TEST(TypedResource, KeepsSharedMembersInColumnsAndTheRestInTheBody) {
  Resource row;
  set_document(row, stored_document(campaign()), {{.tag_key = "k", .tag_value = "v"}});
  EXPECT_EQ(row.status, "CREATE FAILED");
  EXPECT_EQ(row.failure_reason, "why");
  EXPECT_EQ(row.created_at_ms, 1'731'420'000'123);
  EXPECT_EQ(row.updated_at_ms, 1'731'420'001'000);
  EXPECT_EQ(row.body.find("CREATE FAILED"), std::string::npos);

  row.status = "ACTIVE";
  row.failure_reason.clear();
  const auto read = view<Campaign>(row);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->status, "ACTIVE");
  EXPECT_FALSE(read->failure_reason.has_value());
  EXPECT_EQ(read->solution_arn, campaign().solution_arn);
  EXPECT_EQ(read->creation_date_time.ms, 1'731'420'000'123);
}

TEST(TypedResource, DescribesNeitherTagsNorHiddenMembers) {
  Resource row;
  set_document(row, stored_document(campaign()), {{.tag_key = "k", .tag_value = "v"}});
  const json::Value described = json::write(view<Campaign>(row).value());
  EXPECT_EQ(described.find("tags"), nullptr);
  EXPECT_EQ(described.find("solutionArn"), nullptr);
  EXPECT_EQ(described.find("latestCampaignUpdate"), nullptr);
}

TEST(TypedResource, ReplacesTagsWithoutTouchingTheRest) {
  Resource row;
  set_document(row, stored_document(campaign()), {{.tag_key = "k", .tag_value = "v"}});
  ASSERT_TRUE(set_tags(row, {{.tag_key = "a", .tag_value = ""}}).has_value());
  const auto tags = tags_of(row);
  ASSERT_TRUE(tags.has_value());
  ASSERT_EQ(tags->size(), 1U);
  EXPECT_EQ(tags->front().tag_key, "a");
  EXPECT_EQ(view<Campaign>(row)->name, "home");
}

TEST(TypedResource, SummaryIsAViewOfTheSameRow) {
  Resource row;
  set_document(row, stored_document(campaign()), {});
  const auto summary = view<CampaignSummary>(row);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->campaign_arn, campaign().campaign_arn);
  EXPECT_EQ(summary->failure_reason, "why");
}

TEST(Arn, ParsesWhatItBuilds) {
  const Caller owner{.account_id = "123456789012", .region = "eu-west-1"};
  const std::string text = arn_of(owner, "dataset", "shop/INTERACTIONS");
  EXPECT_EQ(text, "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/INTERACTIONS");
  const auto arn = parse_arn(text);
  ASSERT_TRUE(arn.has_value());
  EXPECT_EQ(arn->kind, "dataset");
  EXPECT_EQ(arn->tail, "shop/INTERACTIONS");
  EXPECT_EQ(arn->text(), text);
  EXPECT_EQ(parse_arn("arn:aws:personalize:::recipe/aws-hrnn")->region, "");
}

TEST(Arn, IsNotFoundInOtherText) {
  for (const std::string_view text :
       {"", "arn", "arn:aws:s3:::bucket/key", "arn:aws:personalize:r:a:campaign",
        "arn:aws:personalize:r:a:/x", "arn:aws:personalize:r:a:campaign/"}) {
    EXPECT_FALSE(parse_arn(text).has_value()) << text;
  }
}

struct PatternCase {
  bool (*matches)(std::string_view);
  std::string_view text;
  bool expected;
};

class ScalarPattern : public testing::TestWithParam<PatternCase> {};

TEST_P(ScalarPattern, MatchesTheWholeValue) {
  EXPECT_EQ(GetParam().matches(GetParam().text), GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ScalarPattern,
    testing::Values(
        PatternCase{is_name, "a-B_9", true}, PatternCase{is_name, "-a", false},
        PatternCase{is_name, "a b", false}, PatternCase{is_name, "", false},
        PatternCase{is_personalize_arn, "arn:aws:personalize:::recipe/x", true},
        PatternCase{is_personalize_arn, "arn:aws-cn:personalize:r:1:x", true},
        PatternCase{is_personalize_arn, "arn:aws:personalize:r:1:", false},
        PatternCase{is_personalize_arn, "arn:AWS:personalize:r:1:x", false},
        PatternCase{is_personalize_arn, "arn:aws:s3:r:1:x", false},
        PatternCase{is_role_arn, "arn:aws:iam::123456789012:role/service/x", true},
        PatternCase{is_role_arn, "arn:aws:iam::12345678901:role/x", false},
        PatternCase{is_role_arn, "arn:aws:iam::123456789012:user/x", false},
        PatternCase{is_kms_key_arn, "arn:aws:kms:eu-west-1:123456789012:key/abc", true},
        PatternCase{is_kms_key_arn, "arn:aws:kms:eu-west-1:123456789012:alias/abc", false},
        PatternCase{is_data_location, "s3://b/k", true},
        PatternCase{is_data_location, "s3://", false}, PatternCase{is_data_location, "b/k", false},
        PatternCase{is_letters_and_underscores, "Action_Interactions", true},
        PatternCase{is_letters_and_underscores, "Items2", false},
        PatternCase{is_column_name, "_A1", true}, PatternCase{is_column_name, "1A", false},
        PatternCase{is_tag_text, "caf\xC3\xA9 1+1=2 @_.:/-", true},
        PatternCase{is_tag_text, "a;b", false}, PatternCase{is_tag_text, "\xE2\x82\xAC", false},
        PatternCase{is_tag_text, "\xE6\x97\xA5\xE6\x9C\xAC", true},
        PatternCase{is_attribution_source, "  ", false},
        PatternCase{is_attribution_source, " x ", true},
        PatternCase{is_schedule, "rate(1 day)", true},
        PatternCase{is_schedule, "rate(30 days)", true},
        PatternCase{is_schedule, "rate(days)", false},
        PatternCase{is_schedule, "rate(1 week)", false}));

}  // namespace
}  // namespace attune::resources
