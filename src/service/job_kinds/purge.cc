#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/remove_rows.h"
#include "domain/data/schema.h"
#include "domain/events/remove_users.h"
#include "domain/resources/data_deletion_job.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/telemetry/log.h"
#include "service/control/transitions.h"
#include "service/job_kinds/doomed_users.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {
namespace {

using data::DatasetType;
using resources::DataDeletionJob;
using resources::Dataset;
using resources::DatasetImportJob;

constexpr std::size_t kRowsMax = 100'000;

/// A dataset with rows of users and every segment that it ever had: what a later import replaced
/// must not keep them either.
struct UserDataset {
  std::string arn;
  DatasetType type = DatasetType::kInteractions;
  std::vector<std::filesystem::path> segments;
};

bool has_users(DatasetType type) {
  return type == DatasetType::kInteractions || type == DatasetType::kUsers ||
         type == DatasetType::kActionInteractions;
}

Result<std::vector<resources::ListedResource>> children(resources::Resources& rows,
                                                        const std::string& account_id,
                                                        std::string_view kind,
                                                        const std::string& parent) {
  return rows.list({.account_id = account_id,
                    .kind = std::string(kind),
                    .region = {},
                    .parent_arn = parent,
                    .limit = kRowsMax});
}

Result<std::vector<UserDataset>> datasets_of(const Services& services, const jobs::RunningJob& job,
                                             const std::string& group) {
  std::vector<UserDataset> all;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    all.clear();
    ATTUNE_TRY(datasets, children(rows, job.account_id, Dataset::kKind, group));
    for (const resources::ListedResource& row : datasets) {
      ATTUNE_TRY(dataset, resources::view<Dataset>(row.resource));
      const auto type = data::dataset_type_of(dataset.dataset_type);
      if (!type || !has_users(*type)) continue;
      UserDataset& found =
          all.emplace_back(UserDataset{.arn = dataset.dataset_arn, .type = *type, .segments = {}});
      ATTUNE_TRY(imports, children(rows, job.account_id, DatasetImportJob::kKind, found.arn));
      for (const resources::ListedResource& imported : imports) {
        ATTUNE_TRY(import, resources::view<DatasetImportJob>(imported.resource));
        if (import.segment_key) found.segments.push_back(services.objects / *import.segment_key);
      }
    }
    return {};
  }));
  return all;
}

Result<std::int64_t> purge_segments(const UserDataset& dataset, const UserIds& users) {
  std::int64_t removed = 0;
  for (const std::filesystem::path& segment : dataset.segments) {
    if (!std::filesystem::exists(segment)) continue;
    ATTUNE_TRY(rows, data::remove_rows(segment, "USER_ID", users));
    removed += static_cast<std::int64_t>(rows);
  }
  return removed;
}

Result<std::int64_t> purge_records(const Services& services, const jobs::RunningJob& job,
                                   const std::string& dataset_arn, const UserIds& users) {
  std::int64_t removed = 0;
  ATTUNE_TRY_VOID(services.database.write([&](database::Transaction& transaction) -> Result<void> {
    removed = 0;
    for (const std::string& user : users) {
      ATTUNE_TRY_VOID(transaction.run(
          "DELETE FROM entity_records WHERE account_id = $1 AND dataset_arn = $2 AND record_id = "
          "$3",
          {job.account_id, dataset_arn, user}));
      removed += transaction.changed_row_count();
    }
    return {};
  }));
  return removed;
}

// What came piece by piece: users' records, and events of items or of actions.
Result<std::int64_t> purge_streamed(const Services& services, const jobs::RunningJob& job,
                                    const std::string& group, const UserDataset& dataset,
                                    const UserIds& users) {
  if (dataset.type == DatasetType::kUsers) {
    return purge_records(services, job, dataset.arn, users);
  }
  const std::vector<std::string> list(users.begin(), users.end());
  const std::string& source = dataset.type == DatasetType::kInteractions ? group : dataset.arn;
  return events::remove_users(services.database, source, list);
}

}  // namespace

Result<void> run_purge(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY(asked, find_subject<DataDeletionJob>(services, job));
  const std::string& group = asked.dataset_group_arn;
  ATTUNE_TRY(users, read_doomed_users(services, asked.data_source.data_location));
  ATTUNE_TRY(datasets, datasets_of(services, job, group));
  std::int64_t removed = 0;
  for (const UserDataset& dataset : datasets) {
    ATTUNE_TRY(imported, purge_segments(dataset, users));
    ATTUNE_TRY(streamed, purge_streamed(services, job, group, dataset, users));
    removed += imported + streamed;
  }
  ATTUNE_TRY_VOID(refresh_metadata(services, job.account_id, group));
  log::info("users deleted", {{"job", job.subject_arn},
                              {"users", static_cast<std::int64_t>(users.size())},
                              {"rows", removed}});
  return transitions.finish_purge(job.account_id, job.subject_arn, removed);
}

}  // namespace attune::job_kinds
