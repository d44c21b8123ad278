#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/resources/campaign.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "service/control/campaign_requests.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

/// Serves an ACTIVE version, or the newest one behind "<solutionArn>/$LATEST".
Result<ArnMessage<"campaignArn">> create_campaign(const Control& control, const Caller& caller,
                                                  const CreateCampaignRequest& request);
/// The old configuration serves until the update is ACTIVE; absent members keep their values.
/// kInUse while another update is in progress.
Result<ArnMessage<"campaignArn">> update_campaign(const Control& control, const Caller& caller,
                                                  const UpdateCampaignRequest& request);
Result<Empty> delete_campaign(const Control& control, const Caller& caller,
                              const ArnMessage<"campaignArn">& request);

/// Writes the update into the campaign and asks for its deployment, in the caller's transaction.
struct CampaignUpdate {
  std::string solution_version_arn;  // as given: a version or an alias
  std::string deployed_version_arn;  // the version that it means
  std::int64_t min_provisioned_tps = 1;
  std::optional<resources::CampaignConfig> campaign_config = {};
};
Result<void> start_update(database::Transaction& transaction, const Control& control,
                          const Caller& caller, resources::Stored<resources::Campaign>& campaign,
                          const CampaignUpdate& update);

/// An update of the campaign waits or runs.
[[nodiscard]] bool is_updating(const resources::Campaign& campaign);

}  // namespace attune::control
