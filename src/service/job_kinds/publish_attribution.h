#pragma once

#include <string>

#include "foundation/base/error.h"
#include "service/job_kinds/services.h"
#include "service/jobs/runner.h"

namespace attune::job_kinds {

/// Writes the report of the group's metric attribution over the segment to its S3 path; nothing
/// happens if the import did not ask for it or the attribution is gone.
[[nodiscard]] Result<void> publish_attribution(const Services& services,
                                               const jobs::RunningJob& job,
                                               const std::string& dataset_group_arn,
                                               const std::string& segment_path);

}  // namespace attune::job_kinds
