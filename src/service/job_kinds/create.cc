#include <string_view>

#include "domain/filter/filter.h"
#include "domain/resources/arn.h"
#include "domain/resources/dataset.h"
#include "domain/resources/filter.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/control/transitions.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {
namespace {

// A dataset's columns may have become more.
Result<void> refresh_columns(const Services& services, const jobs::RunningJob& job) {
  const auto arn = resources::parse_arn(job.subject_arn);
  if (!arn || arn->kind != resources::Dataset::kKind) return {};
  const auto dataset = find_subject<resources::Dataset>(services, job);
  if (!dataset || !dataset->latest_dataset_update) return {};
  return refresh_metadata(services, job.account_id, dataset->dataset_group_arn);
}

}  // namespace

Result<void> run_create(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY_VOID(serve_filter(services, job.account_id, job.subject_arn));
  ATTUNE_TRY_VOID(transitions.mark_active(job.account_id, job.subject_arn));
  return refresh_columns(services, job);
}

}  // namespace attune::job_kinds
