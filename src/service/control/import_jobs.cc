#include "service/control/import_jobs.h"

#include <optional>
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
#include "service/control/metric_attributions.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::Dataset;
using resources::DatasetImportJob;

constexpr std::string_view kFull = "FULL";

Result<void> check_mode(resources::Resources& rows, const Caller& caller,
                        const DatasetImportJob& job) {
  if (job.import_mode == kFull) return {};
  ATTUNE_TRY(imported, any_of(rows, caller, DatasetImportJob::kKind, job.dataset_arn,
                              [](const resources::Resource& row) {
                                const auto earlier = resources::view<DatasetImportJob>(row);
                                return row.status == resources::status::kActive && earlier &&
                                       earlier->import_mode == kFull;
                              }));
  if (imported) return {};
  return invalid_input("importMode: INCREMENTAL needs an earlier FULL import that succeeded");
}

Result<void> check_publishing(resources::Resources& rows, const Caller& caller,
                              const DatasetImportJob& job, const Dataset& dataset) {
  if (!job.publish_attribution_metrics_to_s3) return {};
  ATTUNE_TRY(attribution, find_metric_attribution(rows, caller, dataset.dataset_group_arn));
  if (attribution && attribution->metrics_output_config.s3_data_destination) return {};
  return invalid_input(
      "publishAttributionMetricsToS3: the dataset group has no metric attribution with an "
      "s3DataDestination");
}

DatasetImportJob new_job(const Control& control, const Caller& caller,
                         const CreateDatasetImportJobRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.job_name = request.job_name,
          .dataset_import_job_arn =
              resources::arn_of(caller, DatasetImportJob::kKind, request.job_name),
          .dataset_arn = request.dataset_arn,
          .data_source = request.data_source,
          .role_arn = request.role_arn,
          .status = std::string(resources::status::kCreatePending),
          .import_mode = request.import_mode.value_or(std::string(kFull)),
          .publish_attribution_metrics_to_s3 =
              request.publish_attribution_metrics_to_s3.value_or(false),
          .creation_date_time = now,
          .last_updated_date_time = now};
}

std::string payload_of(const DatasetImportJob& job, const Dataset& dataset) {
  return json::write(
      json::write(resources::ImportPayload{.dataset_arn = job.dataset_arn,
                                           .dataset_group_arn = dataset.dataset_group_arn,
                                           .schema_arn = dataset.schema_arn,
                                           .data_location = job.data_source.data_location,
                                           .import_mode = job.import_mode}));
}

}  // namespace

Result<ArnMessage<"datasetImportJobArn">> create_dataset_import_job(
    const Control& control, const Caller& caller, const CreateDatasetImportJobRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const DatasetImportJob job = new_job(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, get_active<Dataset>(rows, caller, request.dataset_arn));
    ATTUNE_TRY_VOID(check_mode(rows, caller, job));
    ATTUNE_TRY_VOID(check_publishing(rows, caller, job, dataset.value));
    ATTUNE_TRY(existing, rows.find(caller.account_id, job.dataset_import_job_arn));
    if (existing) return name_taken(DatasetImportJob::kKind, job.job_name);
    ATTUNE_TRY_VOID(check_pending_jobs(
        rows, caller,
        {.kind = DatasetImportJob::kKind, .pending_max = control.quotas.import_jobs_pending}));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, job, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kImport,
                    .subject_arn = job.dataset_import_job_arn,
                    .payload = payload_of(job, dataset.value)});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"datasetImportJobArn">{job.dataset_import_job_arn};
}

}  // namespace attune::control
