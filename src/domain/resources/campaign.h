#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

inline constexpr json::Rule kRankingInfluenceName{.one_of = kRankingInfluences};
inline constexpr json::Rule kInfluenceWeight{.value_min = 0, .value_max = 1};
inline constexpr json::Rule kRankingInfluence{.each = &kInfluenceWeight,
                                              .key = &kRankingInfluenceName};

struct CampaignConfig {
  std::optional<json::StringMap<std::string>> item_exploration_config = {};
  std::optional<bool> enable_metadata_with_recommendations = {};
  std::optional<bool> sync_with_latest_solution_version = {};
  std::optional<json::StringMap<double>> ranking_influence = {};

  static constexpr auto kShape = json::shape(
      json::field("itemExplorationConfig", &CampaignConfig::item_exploration_config,
                  kHyperParameters),
      json::field("enableMetadataWithRecommendations",
                  &CampaignConfig::enable_metadata_with_recommendations),
      json::field("syncWithLatestSolutionVersion",
                  &CampaignConfig::sync_with_latest_solution_version),
      json::field("rankingInfluence", &CampaignConfig::ranking_influence, kRankingInfluence));
};

struct CampaignUpdateSummary {
  std::optional<std::string> solution_version_arn = {};
  std::optional<std::int64_t> min_provisioned_tps = {};
  std::optional<CampaignConfig> campaign_config = {};
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("solutionVersionArn", &CampaignUpdateSummary::solution_version_arn, kArn),
      json::field("minProvisionedTPS", &CampaignUpdateSummary::min_provisioned_tps, kTps),
      json::field("campaignConfig", &CampaignUpdateSummary::campaign_config),
      json::field("status", &CampaignUpdateSummary::status),
      json::field("failureReason", &CampaignUpdateSummary::failure_reason),
      json::field("creationDateTime", &CampaignUpdateSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &CampaignUpdateSummary::last_updated_date_time));
};

struct Campaign {
  static constexpr std::string_view kKind = "campaign";

  std::string name;
  std::string campaign_arn;
  std::string solution_version_arn;
  std::int64_t min_provisioned_tps = 0;
  std::optional<CampaignConfig> campaign_config = {};
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::optional<CampaignUpdateSummary> latest_campaign_update = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Stored only, never described:
  std::string solution_arn;
  std::string dataset_group_arn;
  std::string deployed_version_arn;
  std::string updating_to_version_arn = {};  // while an update waits or runs

  static constexpr auto kShape =
      json::shape(json::field("name", &Campaign::name, kName),
                  json::field("campaignArn", &Campaign::campaign_arn, kArn),
                  json::field("solutionVersionArn", &Campaign::solution_version_arn, kArn),
                  json::field("minProvisionedTPS", &Campaign::min_provisioned_tps, kTps),
                  json::field("campaignConfig", &Campaign::campaign_config),
                  json::field("status", &Campaign::status),
                  json::field("failureReason", &Campaign::failure_reason),
                  json::field("latestCampaignUpdate", &Campaign::latest_campaign_update),
                  json::field("creationDateTime", &Campaign::creation_date_time),
                  json::field("lastUpdatedDateTime", &Campaign::last_updated_date_time));
  static constexpr auto kHidden =
      json::shape(json::field("solutionArn", &Campaign::solution_arn),
                  json::field("datasetGroupArn", &Campaign::dataset_group_arn),
                  json::field("deployedVersionArn", &Campaign::deployed_version_arn),
                  json::field("updatingToVersionArn", &Campaign::updating_to_version_arn));

  [[nodiscard]] const std::string& arn() const { return campaign_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return solution_arn; }
};

struct CampaignSummary {
  std::string name;
  std::string campaign_arn;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &CampaignSummary::name),
                  json::field("campaignArn", &CampaignSummary::campaign_arn),
                  json::field("status", &CampaignSummary::status),
                  json::field("failureReason", &CampaignSummary::failure_reason),
                  json::field("creationDateTime", &CampaignSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &CampaignSummary::last_updated_date_time));
};

}  // namespace attune::resources
