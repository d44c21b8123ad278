#pragma once

#include <optional>
#include <string>

#include "domain/resources/campaign.h"
#include "domain/resources/repository.h"
#include "domain/resources/solution_version.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// The version that a campaign's solutionVersionArn means: itself, or for "<solutionArn>/$LATEST"
/// the newest ACTIVE one of mode FULL. Errors of `get` and `check_active`.
Result<resources::SolutionVersion> resolve_version(resources::Resources& rows, const Caller& caller,
                                                   const std::string& arn);

/// What reference 5.8 says of each member, for that version's recipe.
Result<void> check_campaign_config(resources::Resources& rows, const Caller& caller,
                                   const resources::CampaignConfig& config,
                                   const resources::SolutionVersion& version,
                                   const std::string& solution_version_arn);

}  // namespace attune::control
