#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::database {
class Database;
}

namespace attune::events {

/// Forgets everything that the users did in the group: their events, and the sessions that became
/// theirs with those sessions' events. How many events that were. One transaction a user; to be
/// repeated after a failure, when only what is left is counted. What the event log announced before
/// stays with its observers.
[[nodiscard]] Result<std::int64_t> remove_users(database::Database& database,
                                                std::string_view dataset_group_arn,
                                                std::span<const std::string> users);

}  // namespace attune::events
