#include "domain/resources/job_payloads.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/transitions.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {

Result<void> run_deploy(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(document, json::parse(job.payload));
  ATTUNE_TRY(payload, json::read<resources::DeployPayload>(document));
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY_VOID(
      serve_campaign(services, job.account_id, job.subject_arn, payload.solution_version_arn));
  return transitions.mark_active(job.account_id, job.subject_arn);
}

}  // namespace attune::job_kinds
