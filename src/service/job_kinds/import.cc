#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/schema.h"
#include "domain/resources/job_payloads.h"
#include "foundation/base/error.h"
#include "foundation/io/atomic_file.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "foundation/objects/object_store.h"
#include "foundation/telemetry/log.h"
#include "service/control/transitions.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/publish_attribution.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {
namespace {

constexpr std::size_t kFilesMax = 100'000;

data::CsvFile csv_file(const std::shared_ptr<objects::ObjectStore>& store, const std::string& key) {
  return {.name = key, .open = [store, key] { return store->open(key); }};
}

// A folder is read without its sub-folders (reference 4.5).
Result<std::vector<data::CsvFile>> files_at(const objects::Location& location) {
  if (!location.is_folder) {
    return std::vector{csv_file(location.store, location.key)};
  }
  ATTUNE_TRY(listed, location.store->list(location.key));
  std::vector<data::CsvFile> files;
  for (const objects::ObjectInfo& object : listed) {
    const std::string_view name = std::string_view(object.key).substr(location.key.size());
    if (name.empty() || name.contains('/') || object.size_bytes == 0) continue;
    files.push_back(csv_file(location.store, object.key));
    if (files.size() > kFilesMax) {
      return invalid_input("dataLocation: more than " + std::to_string(kFilesMax) + " files");
    }
  }
  if (files.empty()) return not_found("dataLocation: the folder has no files");
  return files;
}

json::Value progress_of(const data::ImportReport& report) {
  return json::Object{{"bytesRead", static_cast<std::int64_t>(report.bytes_read)},
                      {"rowsRead", static_cast<std::int64_t>(report.rows_read)},
                      {"rowsKept", static_cast<std::int64_t>(report.rows_kept)},
                      {"rowsBad", static_cast<std::int64_t>(report.rows_bad)}};
}

json::Value report_of(const data::ImportReport& report) {
  json::Value document = progress_of(report);
  json::Array bad;
  for (const data::BadRow& row : report.bad_rows) {
    bad.push_back(json::Object{{"file", row.file},
                               {"line", static_cast<std::int64_t>(row.line)},
                               {"column", row.column},
                               {"value", row.value},
                               {"reason", row.reason}});
  }
  document.add("badRows", std::move(bad));
  return document;
}

Result<data::ImportReport> import_files(const Services& services, const jobs::RunningJob& job,
                                        const resources::ImportPayload& payload,
                                        const data::Schema& schema,
                                        const std::filesystem::path& segment) {
  ATTUNE_TRY(location, services.locations.resolve(payload.data_location));
  ATTUNE_TRY(files, files_at(location));
  data::ImportOptions options;
  options.on_progress = [&](const data::ImportReport& report) {
    job.report(json::write(progress_of(report)));
    return !job.stop_requested();
  };
  return data::import_csv(schema, files, segment, options);
}

}  // namespace

Result<void> run_import(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(document, json::parse(job.payload));
  ATTUNE_TRY(payload, json::read<resources::ImportPayload>(document));
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY(schema, schema_of(services.files(), job.account_id, payload.schema_arn));
  const std::string key = "segments/job-" + std::to_string(job.id) + ".segment";
  const std::filesystem::path segment = services.objects / key;
  ATTUNE_TRY(report, import_files(services, job, payload, schema, segment));
  if (schema.dataset_type == data::DatasetType::kInteractions) {
    ATTUNE_TRY_VOID(publish_attribution(services, job, payload.dataset_group_arn, segment));
  }
  ATTUNE_TRY_VOID(io::write_file_atomically(report_path(segment), json::write(report_of(report))));
  log::info("import finished", {{"job", job.subject_arn},
                                {"rows", static_cast<std::int64_t>(report.rows_kept)},
                                {"bad", static_cast<std::int64_t>(report.rows_bad)}});
  ATTUNE_TRY_VOID(
      transitions.finish_import(job.account_id, job.subject_arn,
                                {.segment_key = key,
                                 .rows_read = static_cast<std::int64_t>(report.rows_read),
                                 .rows_kept = static_cast<std::int64_t>(report.rows_kept),
                                 .rows_bad = static_cast<std::int64_t>(report.rows_bad)}));
  if (schema.dataset_type == data::DatasetType::kInteractions) return {};
  return refresh_metadata(services, job.account_id, payload.dataset_group_arn);
}

}  // namespace attune::job_kinds
