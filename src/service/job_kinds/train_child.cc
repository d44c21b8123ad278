#include "service/job_kinds/train_child.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "foundation/base/error.h"
#include "foundation/io/atomic_file.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "service/jobs/child_process.h"

namespace attune::job_kinds {
namespace {

// The child's own words are the failure reason; how it ended is for the log.
Result<void> run_child(const Services& services, const jobs::RunningJob& job,
                       const std::filesystem::path& spec_path) {
  std::optional<std::string> reason;
  jobs::ChildProcess child;
  child.arguments = {services.program, "train-job", spec_path};
  child.stop_requested = job.stop_requested;
  child.on_line = [&](std::string_view line) {
    const auto document = json::parse(line);
    if (!document) return;
    if (const json::Value* error = document->find("error");
        error != nullptr && error->if_string()) {
      reason = *error->if_string();
    } else {
      job.report(line);
    }
  };
  auto outcome = jobs::run_child(child);
  if (outcome || outcome.error().code == ErrorCode::kCancelled || !reason) return outcome;
  return invalid_input(*reason);
}

}  // namespace

TrainingSpec spec_of(const Services& services, const jobs::RunningJob& job,
                     const std::filesystem::path& output) {
  TrainingSpec spec;
  spec.account_id = job.account_id;
  spec.database_path = services.database_path;
  spec.objects_path = services.objects;
  spec.output_directory = output;
  spec.worker_count = static_cast<std::int64_t>(services.training_workers);
  return spec;
}

Result<void> train_in_child(const Services& services, const jobs::RunningJob& job,
                            const TrainingSpec& spec, const std::filesystem::path& output) {
  // A crash may have come between the finished artefact and its record.
  if (std::filesystem::exists(output / "manifest.json")) return {};
  const std::filesystem::path spec_path = std::filesystem::path(output).concat(".spec.json");
  ATTUNE_TRY_VOID(io::write_file_atomically(spec_path, json::write(json::write(spec))));
  auto outcome = run_child(services, job, spec_path);
  std::error_code ignored;
  std::filesystem::remove(spec_path, ignored);
  return outcome;
}

}  // namespace attune::job_kinds
