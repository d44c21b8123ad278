#include "service/control/campaigns.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "domain/resources/job_payloads.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/campaign_rules.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::Campaign;
using resources::SolutionVersion;

Campaign new_campaign(const Control& control, const Caller& caller,
                      const CreateCampaignRequest& request, const SolutionVersion& version) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.name = request.name,
          .campaign_arn = resources::arn_of(caller, Campaign::kKind, request.name),
          .solution_version_arn = request.solution_version_arn,
          .min_provisioned_tps = request.min_provisioned_tps.value_or(1),
          .campaign_config = request.campaign_config,
          .status = std::string(resources::status::kCreatePending),
          .creation_date_time = now,
          .last_updated_date_time = now,
          .solution_arn = version.solution_arn,
          .dataset_group_arn = version.dataset_group_arn,
          .deployed_version_arn = version.solution_version_arn};
}

Result<void> check_room_for_one_more(resources::Resources& rows, const Control& control,
                                     const Caller& caller, const std::string& group_arn) {
  std::int64_t count = 0;
  ATTUNE_TRY_VOID(
      for_each(rows, caller, Campaign::kKind, std::nullopt, [&](const resources::Resource& row) {
        const auto other = resources::view<Campaign>(row);
        if (other && other->dataset_group_arn == group_arn) ++count;
        return count < control.quotas.campaigns_per_group;
      }));
  if (count < control.quotas.campaigns_per_group) return {};
  return limit_exceeded("Cannot create a campaign. More than " +
                        std::to_string(control.quotas.campaigns_per_group) +
                        " resources in ACTIVE state. Please delete some and try again.");
}

Result<void> ask_for_deployment(database::Transaction& transaction, const Control& control,
                                const Caller& caller, const std::string& campaign_arn,
                                const resources::DeployPayload& payload) {
  return ask_for(transaction, control, caller,
                 {.kind = resources::job_kind::kDeploy,
                  .subject_arn = campaign_arn,
                  .payload = json::write(json::write(payload))});
}

Result<void> add(resources::Resources& rows, const Control& control, const Caller& caller,
                 const Campaign& campaign, const std::vector<resources::Tag>& tags) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, campaign.campaign_arn));
  if (existing) return name_taken(Campaign::kKind, campaign.name);
  ATTUNE_TRY_VOID(check_room_for_one_more(rows, control, caller, campaign.dataset_group_arn));
  return resources::insert(rows, caller.account_id, campaign, tags);
}

Result<void> check_updatable(const resources::Stored<Campaign>& campaign) {
  ATTUNE_TRY_VOID(check_settled(campaign.row));
  if (is_updating(campaign.value)) {
    return in_use("campaign " + campaign.value.campaign_arn + " is being updated");
  }
  return {};
}

}  // namespace

bool is_updating(const Campaign& campaign) {
  return campaign.latest_campaign_update &&
         resources::status::is_creating(campaign.latest_campaign_update->status);
}

Result<void> start_update(database::Transaction& transaction, const Control& control,
                          const Caller& caller, resources::Stored<Campaign>& campaign,
                          const CampaignUpdate& update) {
  const json::Timestamp now{control.clock.now_ms()};
  campaign.value.latest_campaign_update =
      resources::CampaignUpdateSummary{.solution_version_arn = update.solution_version_arn,
                                       .min_provisioned_tps = update.min_provisioned_tps,
                                       .campaign_config = update.campaign_config,
                                       .status = std::string(resources::status::kCreatePending),
                                       .creation_date_time = now,
                                       .last_updated_date_time = now};
  campaign.value.updating_to_version_arn = update.deployed_version_arn;
  campaign.value.last_updated_date_time = now;
  resources::Resources rows(transaction);
  ATTUNE_TRY_VOID(resources::save(rows, campaign));
  return ask_for_deployment(transaction, control, caller, campaign.value.campaign_arn,
                            {.dataset_group_arn = campaign.value.dataset_group_arn,
                             .solution_version_arn = update.deployed_version_arn,
                             .is_update = true});
}

Result<ArnMessage<"campaignArn">> create_campaign(const Control& control, const Caller& caller,
                                                  const CreateCampaignRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  std::string arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(version, resolve_version(rows, caller, request.solution_version_arn));
    if (request.campaign_config) {
      ATTUNE_TRY_VOID(check_campaign_config(rows, caller, *request.campaign_config, version,
                                            request.solution_version_arn));
    }
    const Campaign campaign = new_campaign(control, caller, request, version);
    ATTUNE_TRY_VOID(add(rows, control, caller, campaign, tags));
    arn = campaign.campaign_arn;
    return ask_for_deployment(transaction, control, caller, arn,
                              {.dataset_group_arn = version.dataset_group_arn,
                               .solution_version_arn = version.solution_version_arn,
                               .is_update = false});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"campaignArn">{arn};
}

Result<ArnMessage<"campaignArn">> update_campaign(const Control& control, const Caller& caller,
                                                  const UpdateCampaignRequest& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(campaign, get<Campaign>(rows, caller, request.campaign_arn));
    const Campaign& old = campaign.value;
    const std::string version_arn = request.solution_version_arn.value_or(old.solution_version_arn);
    ATTUNE_TRY(version, resolve_version(
                            rows, caller,
                            request.solution_version_arn ? version_arn : old.deployed_version_arn));
    if (version.solution_arn != old.solution_arn) {
      return invalid_input("solutionVersionArn: " + version_arn +
                           " is of another solution than the campaign");
    }
    const auto config = request.campaign_config ? request.campaign_config : old.campaign_config;
    if (config) {
      ATTUNE_TRY_VOID(check_campaign_config(rows, caller, *config, version, version_arn));
    }
    ATTUNE_TRY_VOID(check_updatable(campaign));
    return start_update(
        transaction, control, caller, campaign,
        {.solution_version_arn = version_arn,
         .deployed_version_arn = version.solution_version_arn,
         .min_provisioned_tps = request.min_provisioned_tps.value_or(old.min_provisioned_tps),
         .campaign_config = config});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"campaignArn">{request.campaign_arn};
}

Result<Empty> delete_campaign(const Control& control, const Caller& caller,
                              const ArnMessage<"campaignArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(campaign, get<Campaign>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_updatable(campaign));
    return ask_for_deletion(transaction, control, caller, campaign.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
