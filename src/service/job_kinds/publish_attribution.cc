#include "service/job_kinds/publish_attribution.h"

#include <optional>
#include <string>
#include <utility>

#include "domain/data/segment.h"
#include "domain/resources/arn.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/metric_attribution.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/io/memory_source.h"
#include "service/control/control.h"
#include "service/control/metric_attributions.h"
#include "service/job_kinds/attribution_report.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/work_file.h"

namespace attune::job_kinds {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

Result<std::optional<resources::MetricAttribution>> attribution_of(const Services& services,
                                                                   const jobs::RunningJob& job,
                                                                   const std::string& group) {
  const auto arn = resources::parse_arn(group);
  if (!arn) return std::optional<resources::MetricAttribution>{};
  std::optional<resources::MetricAttribution> found;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(attribution,
               control::find_metric_attribution(
                   rows, {.account_id = job.account_id, .region = arn->region}, group));
    found = std::move(attribution);
    return {};
  }));
  return found;
}

}  // namespace

Result<void> publish_attribution(const Services& services, const jobs::RunningJob& job,
                                 const std::string& dataset_group_arn,
                                 const std::string& segment_path) {
  ATTUNE_TRY(import, find_subject<resources::DatasetImportJob>(services, job));
  if (!import.publish_attribution_metrics_to_s3) return {};
  ATTUNE_TRY(attribution, attribution_of(services, job, dataset_group_arn));
  if (!attribution || !attribution->metrics_output_config.s3_data_destination) return {};
  ATTUNE_TRY(segment, data::Segment::open(segment_path));
  ATTUNE_TRY(metadata, load_metadata(services.files(), job.account_id, dataset_group_arn));
  ATTUNE_TRY(report, attribution_report(segment, metadata.items.get(), attribution->metrics));
  ATTUNE_TRY(folder,
             output_folder(services, attribution->metrics_output_config.s3_data_destination->path));
  const std::int64_t now_s = services.control.clock.now_ms() / kMsPerSecond;
  const std::string name = "AggregatedAttributionMetrics - " + import.import_mode + " - " +
                           std::to_string(now_s) + ".csv";
  io::MemorySource source(std::move(report));
  return folder.store->put(folder.key + name, source);
}

}  // namespace attune::job_kinds
