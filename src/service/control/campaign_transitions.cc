#include "service/control/campaign_transitions.h"

#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/campaigns.h"
#include "service/control/lookup.h"

namespace attune::control {
namespace {

using resources::Campaign;

bool follows(const Campaign& campaign) {
  return campaign.status == resources::status::kActive && !is_updating(campaign) &&
         campaign.campaign_config &&
         campaign.campaign_config->sync_with_latest_solution_version.value_or(false);
}

}  // namespace

void adopt(Campaign& campaign) {
  const auto& update = *campaign.latest_campaign_update;
  campaign.status = resources::status::kActive;
  campaign.failure_reason.reset();
  if (update.solution_version_arn) campaign.solution_version_arn = *update.solution_version_arn;
  if (update.min_provisioned_tps) campaign.min_provisioned_tps = *update.min_provisioned_tps;
  campaign.campaign_config = update.campaign_config;
  campaign.deployed_version_arn = campaign.updating_to_version_arn;
  campaign.updating_to_version_arn.clear();
}

Result<void> update_followers(database::Transaction& transaction, const Control& control,
                              const Caller& caller, const resources::SolutionVersion& version) {
  resources::Resources rows(transaction);
  std::vector<std::string> followers;
  ATTUNE_TRY_VOID(for_each(rows, caller, Campaign::kKind, version.solution_arn,
                           [&](const resources::Resource& row) {
                             const auto campaign = resources::view<Campaign>(row);
                             if (campaign && follows(*campaign)) followers.push_back(row.arn);
                             return true;
                           }));
  for (const std::string& arn : followers) {
    ATTUNE_TRY(campaign, get<Campaign>(rows, caller, arn));
    ATTUNE_TRY_VOID(start_update(transaction, control, caller, campaign,
                                 {.solution_version_arn = campaign.value.solution_version_arn,
                                  .deployed_version_arn = version.solution_version_arn,
                                  .min_provisioned_tps = campaign.value.min_provisioned_tps,
                                  .campaign_config = campaign.value.campaign_config}));
  }
  return {};
}

}  // namespace attune::control
