#include <string_view>

#include "domain/filter/filter.h"
#include "domain/resources/filter.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/control/transitions.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {

Result<void> run_create(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY_VOID(serve_filter(services, job.account_id, job.subject_arn));
  return transitions.mark_active(job.account_id, job.subject_arn);
}

}  // namespace attune::job_kinds
