#pragma once

#include <cstdint>
#include <string_view>

#include "domain/resources/campaign.h"
#include "domain/resources/repository.h"
#include "domain/resources/solution_version.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// The row is a campaign with an update that waits or runs.
[[nodiscard]] Result<bool> has_running_update(const resources::Resource& row);
/// Moves the campaign's update to the status; ACTIVE makes its values the campaign's.
Result<void> set_update_status(resources::Resource& row, std::string_view status,
                               std::string_view reason, std::int64_t now_ms);

/// Starts an update of every idle campaign that follows the version's solution.
Result<void> update_followers(database::Transaction& transaction, const Control& control,
                              const Caller& caller, const resources::SolutionVersion& version);

}  // namespace attune::control
