#include "service/control/job_rules.h"

#include <string>
#include <utility>

#include "domain/resources/status.h"
#include "foundation/base/error.h"
#include "service/control/lookup.h"

namespace attune::control {

Result<void> check_pending_jobs(resources::Resources& rows, const Caller& caller,
                                const JobQuota& quota) {
  ATTUNE_TRY(pending, rows.count(caller.account_id, quota.kind, std::nullopt,
                                 {std::string(resources::status::kCreatePending),
                                  std::string(resources::status::kCreateInProgress)}));
  if (pending < quota.pending_max) return {};
  return limit_exceeded("More than " + std::to_string(quota.pending_max) +
                        " resources with PENDING or IN_PROGRESS status.");
}

std::string folder_of(std::string location) {
  if (!location.ends_with('/')) location += '/';
  return location;
}

Result<void> check_output_apart(const std::string& input, const std::string& output) {
  if (folder_of(input) != folder_of(output)) return {};
  return invalid_input("jobOutput.s3DataDestination.path: Invalid S3 output path: it is the input");
}

}  // namespace attune::control
