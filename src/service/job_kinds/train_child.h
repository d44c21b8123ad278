#pragma once

#include <filesystem>

#include "foundation/base/error.h"
#include "service/job_kinds/services.h"
#include "service/job_kinds/training_spec.h"
#include "service/jobs/runner.h"

namespace attune::job_kinds {

/// Trains in a child process, which leaves a solution artefact in the directory `output`; does
/// nothing if a run before a crash has left it there. The job's progress is the child's.
/// kInvalidInput with the child's own words when the data cannot be trained on; kCancelled when the
/// job is asked to stop.
[[nodiscard]] Result<void> train_in_child(const Services& services, const jobs::RunningJob& job,
                                          const TrainingSpec& spec,
                                          const std::filesystem::path& output);

/// What every spec says of the server.
[[nodiscard]] TrainingSpec spec_of(const Services& services, const jobs::RunningJob& job,
                                   const std::filesystem::path& output);

}  // namespace attune::job_kinds
