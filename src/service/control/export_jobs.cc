#include "service/control/export_jobs.h"

#include <string>

#include "domain/resources/dataset.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/job_rules.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::Dataset;
using resources::DatasetExportJob;

DatasetExportJob new_job(const Control& control, const Caller& caller,
                         const CreateDatasetExportJobRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.job_name = request.job_name,
          .dataset_export_job_arn =
              resources::arn_of(caller, DatasetExportJob::kKind, request.job_name),
          .dataset_arn = request.dataset_arn,
          .ingestion_mode = request.ingestion_mode.value_or("PUT"),
          .role_arn = request.role_arn,
          .status = std::string(resources::status::kCreatePending),
          .job_output = request.job_output,
          .creation_date_time = now,
          .last_updated_date_time = now};
}

}  // namespace

Result<ArnMessage<"datasetExportJobArn">> create_dataset_export_job(
    const Control& control, const Caller& caller, const CreateDatasetExportJobRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const DatasetExportJob job = new_job(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, get_active<Dataset>(rows, caller, request.dataset_arn));
    ATTUNE_TRY(existing, rows.find(caller.account_id, job.dataset_export_job_arn));
    if (existing) return name_taken(DatasetExportJob::kKind, job.job_name);
    ATTUNE_TRY_VOID(check_pending_jobs(
        rows, caller,
        {.kind = DatasetExportJob::kKind, .pending_max = control.quotas.export_jobs_pending}));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, job, tags));
    const resources::ExportPayload payload{.dataset_group_arn = dataset.value.dataset_group_arn,
                                           .dataset_type = dataset.value.dataset_type};
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kExport,
                    .subject_arn = job.dataset_export_job_arn,
                    .payload = json::write(json::write(payload))});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"datasetExportJobArn">{job.dataset_export_job_arn};
}

}  // namespace attune::control
