#include "service/control/data_deletion_jobs.h"

#include <string>

#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::DataDeletionJob;

DataDeletionJob new_job(const Control& control, const Caller& caller,
                        const CreateDataDeletionJobRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {
      .job_name = request.job_name,
      .data_deletion_job_arn = resources::arn_of(caller, DataDeletionJob::kKind, request.job_name),
      .dataset_group_arn = request.dataset_group_arn,
      .data_source = request.data_source,
      .role_arn = request.role_arn,
      .status = std::string(resources::status::kPending),
      .creation_date_time = now,
      .last_updated_date_time = now};
}

Result<void> check_room_for_one_more(resources::Resources& rows, const Control& control,
                                     const Caller& caller, const std::string& group) {
  ATTUNE_TRY(pending, rows.count(caller.account_id, DataDeletionJob::kKind, group,
                                 {std::string(resources::status::kPending)}));
  if (pending < control.quotas.data_deletion_jobs_pending) return {};
  return limit_exceeded("More than " + std::to_string(control.quotas.data_deletion_jobs_pending) +
                        " data deletion jobs of the dataset group are PENDING.");
}

}  // namespace

Result<ArnMessage<"dataDeletionJobArn">> create_data_deletion_job(
    const Control& control, const Caller& caller, const CreateDataDeletionJobRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const DataDeletionJob job = new_job(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(group, get_active<resources::DatasetGroup>(rows, caller, request.dataset_group_arn));
    static_cast<void>(group);
    ATTUNE_TRY(existing, rows.find(caller.account_id, job.data_deletion_job_arn));
    if (existing) return name_taken(DataDeletionJob::kKind, job.job_name);
    ATTUNE_TRY_VOID(check_room_for_one_more(rows, control, caller, request.dataset_group_arn));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, job, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kPurge, .subject_arn = job.data_deletion_job_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"dataDeletionJobArn">{job.data_deletion_job_arn};
}

}  // namespace attune::control
