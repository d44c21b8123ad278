#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/resources/job_payloads.h"
#include "foundation/base/error.h"
#include "foundation/telemetry/log.h"
#include "service/control/transitions.h"
#include "service/job_kinds/kinds.h"

namespace attune::job_kinds {
namespace {

using Run = Result<void> (*)(const Services&, const jobs::RunningJob&);

constexpr std::array kRuns{
    std::pair<std::string_view, Run>{resources::job_kind::kCreate, run_create},
    std::pair<std::string_view, Run>{resources::job_kind::kDelete, run_delete},
    std::pair<std::string_view, Run>{resources::job_kind::kDeploy, run_deploy},
    std::pair<std::string_view, Run>{resources::job_kind::kExport, run_export},
    std::pair<std::string_view, Run>{resources::job_kind::kImport, run_import},
    std::pair<std::string_view, Run>{resources::job_kind::kInfer, run_infer},
    std::pair<std::string_view, Run>{resources::job_kind::kPurge, run_purge},
    std::pair<std::string_view, Run>{resources::job_kind::kRecommend, run_recommend},
    std::pair<std::string_view, Run>{resources::job_kind::kTrain, run_train},
};

// A resource that was deleted or stopped while its job waited needs no more work.
Result<void> forgive_absence(const jobs::RunningJob& job, Result<void> outcome) {
  if (outcome || job.stop_requested()) return outcome;
  const ErrorCode code = outcome.error().code;
  if (code == ErrorCode::kCancelled) return {};
  return outcome;
}

void give_up(const Services& services, const jobs::RunningJob& job, const Error& error) {
  log::warning("job failed", {{"subject", job.subject_arn}, {"reason", error.message}});
  const control::Transitions transitions(services.control);
  const auto recorded =
      error.code == ErrorCode::kCancelled
          ? transitions.mark_stopped(job.account_id, job.subject_arn)
          : transitions.mark_failed(job.account_id, job.subject_arn, error.message);
  if (!recorded && recorded.error().code != ErrorCode::kNotFound) {
    log::error("the failure of a job could not be recorded",
               {{"subject", job.subject_arn}, {"reason", recorded.error().message}});
  }
}

}  // namespace

std::vector<jobs::JobKind> catalogue(const Services& services) {
  std::vector<jobs::JobKind> kinds;
  for (const auto& [name, run] : kRuns) {
    kinds.push_back(
        {.name = name,
         .attempts_max = 3,
         .run =
             [&services, run](const jobs::RunningJob& job) {
               return forgive_absence(job, run(services, job));
             },
         .give_up = [&services](const jobs::RunningJob& job,
                                const Error& error) { give_up(services, job, error); }});
  }
  return kinds;
}

}  // namespace attune::job_kinds
