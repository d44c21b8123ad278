#pragma once

#include "foundation/base/error.h"
#include "learning/training/progress.h"
#include "service/job_kinds/training_spec.h"

namespace attune::job_kinds {

/// The whole work of the training child: the group's segments and streamed events become sequences,
/// the recipe is trained and measured, and the solution is written to `spec.output_directory`.
[[nodiscard]] Result<void> run_training(const TrainingSpec& spec, training::ProgressSink& sink);

/// A JSON line of progress, as the server keeps it on the job.
[[nodiscard]] std::string progress_line(const training::Progress& progress);

}  // namespace attune::job_kinds
