#pragma once

#include "domain/resources/campaign.h"
#include "domain/resources/solution_version.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// Makes the values of the campaign's latest update its own.
void adopt(resources::Campaign& campaign);

/// Starts an update of every idle campaign that follows the version's solution.
Result<void> update_followers(database::Transaction& transaction, const Control& control,
                              const Caller& caller, const resources::SolutionVersion& version);

}  // namespace attune::control
