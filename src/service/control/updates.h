#pragma once

#include <cstdint>
#include <string_view>

#include "domain/resources/repository.h"
#include "foundation/base/error.h"

namespace attune::control {

/// The row has an update beside its status that waits or runs: of a campaign, a recommender or a
/// solution, which stay ACTIVE meanwhile.
[[nodiscard]] Result<bool> has_running_update(const resources::Resource& row);
/// Moves that update to the status; ACTIVE makes its values the resource's.
Result<void> set_update_status(resources::Resource& row, std::string_view status,
                               std::string_view reason, std::int64_t now_ms);

/// Lets a dataset's latestDatasetUpdate follow the status that the row has got; `reason` is why the
/// update failed, or empty. Other kinds have no such update.
Result<void> follow_status(resources::Resource& row, std::string_view reason);

}  // namespace attune::control
