#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/resources/repository.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

struct JobQuota {
  std::string_view kind;
  std::int64_t pending_max = 0;
};
/// kLimitExceeded when the caller's unfinished jobs of the kind are as many as allowed.
Result<void> check_pending_jobs(resources::Resources& rows, const Caller& caller,
                                const JobQuota& quota);

/// The location as a folder: with a slash at its end.
[[nodiscard]] std::string folder_of(std::string location);

/// kInvalidInput unless the output folder is another place than the input (reference 10.1).
[[nodiscard]] Result<void> check_output_apart(const std::string& input, const std::string& output);

}  // namespace attune::control
