#pragma once

#include <functional>
#include <set>
#include <string>

#include "foundation/base/error.h"
#include "service/job_kinds/services.h"

namespace attune::job_kinds {

using UserIds = std::set<std::string, std::less<>>;

/// The users of a data deletion's CSV file or folder, which is read with its sub-folders, but only
/// *.csv (reference 11.4). kInvalidInput: no column USER_ID, or more than 100 MB.
[[nodiscard]] Result<UserIds> read_doomed_users(const Services& services,
                                                const std::string& data_location);

}  // namespace attune::job_kinds
