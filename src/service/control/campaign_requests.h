#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/resources/campaign.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateCampaignRequest {
  std::string name;
  std::string solution_version_arn;
  std::optional<std::int64_t> min_provisioned_tps = {};
  std::optional<resources::CampaignConfig> campaign_config = {};
  Tags tags = {};
  static constexpr auto kShape =
      json::shape(json::field("name", &CreateCampaignRequest::name, resources::kName),
                  json::field("solutionVersionArn", &CreateCampaignRequest::solution_version_arn,
                              resources::kArn),
                  json::field("minProvisionedTPS", &CreateCampaignRequest::min_provisioned_tps,
                              resources::kTps),
                  json::field("campaignConfig", &CreateCampaignRequest::campaign_config),
                  json::field("tags", &CreateCampaignRequest::tags, resources::kTags));
};
struct UpdateCampaignRequest {
  std::string campaign_arn;
  std::optional<std::string> solution_version_arn = {};
  std::optional<std::int64_t> min_provisioned_tps = {};
  std::optional<resources::CampaignConfig> campaign_config = {};
  static constexpr auto kShape =
      json::shape(json::field("campaignArn", &UpdateCampaignRequest::campaign_arn, resources::kArn),
                  json::field("solutionVersionArn", &UpdateCampaignRequest::solution_version_arn,
                              resources::kArn),
                  json::field("minProvisionedTPS", &UpdateCampaignRequest::min_provisioned_tps,
                              resources::kTps),
                  json::field("campaignConfig", &UpdateCampaignRequest::campaign_config));
};

}  // namespace attune::control
