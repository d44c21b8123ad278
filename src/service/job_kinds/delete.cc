#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "domain/data/schema.h"
#include "domain/events/event_log.h"
#include "domain/resources/campaign.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/filter.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/campaigns/campaigns.h"
#include "service/control/entity_records.h"
#include "service/control/transitions.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"

namespace attune::job_kinds {
namespace {

constexpr std::size_t kChildrenMax = 100'000;

struct Doomed {
  std::optional<resources::Resource> row;
  std::vector<std::filesystem::path> files;  // that only this resource needs
};

template <typename Child, typename KeyOf>
Result<void> add_files(const Services& services, resources::Resources& rows, Doomed& doomed,
                       const KeyOf& key_of) {
  ATTUNE_TRY(listed, rows.list({.account_id = doomed.row->account_id,
                                .kind = std::string(Child::kKind),
                                .region = {},
                                .parent_arn = doomed.row->arn,
                                .limit = kChildrenMax}));
  for (const resources::ListedResource& row : listed) {
    ATTUNE_TRY(child, resources::view<Child>(row.resource));
    if (const auto& key = key_of(child)) doomed.files.push_back(services.objects / *key);
  }
  return {};
}

Result<Doomed> find_doomed(const Services& services, const jobs::RunningJob& job) {
  Doomed doomed;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, rows.find(job.account_id, job.subject_arn));
    doomed.row = std::move(row);
    if (!doomed.row) return {};
    if (doomed.row->kind == resources::Dataset::kKind) {
      return add_files<resources::DatasetImportJob>(
          services, rows, doomed,
          [](const auto& import) -> const auto& { return import.segment_key; });
    }
    if (doomed.row->kind == resources::Recommender::kKind) {
      ATTUNE_TRY(recommender, resources::view<resources::Recommender>(*doomed.row));
      if (const auto& key = recommender.artefact_key)
        doomed.files.push_back(services.objects / *key);
      return {};
    }
    if (doomed.row->kind == resources::Solution::kKind) {
      return add_files<resources::SolutionVersion>(
          services, rows, doomed,
          [](const auto& version) -> const auto& { return version.artefact_key; });
    }
    return {};
  }));
  return doomed;
}

void stop_serving(const Services& services, const resources::Resource& row) {
  if (row.kind == resources::Campaign::kKind || row.kind == resources::Recommender::kKind) {
    services.campaigns.withdraw(row.arn);
  }
  if (row.kind == resources::Filter::kKind) services.campaigns.remove_filter(row.arn);
}

Result<void> remove_events(const Services& services, const std::string& dataset_group_arn) {
  std::this_thread::sleep_for(services.late_events_max);
  return services.events.remove(dataset_group_arn);
}

// What came piece by piece: a dataset made anew under the same ARN begins empty.
Result<void> remove_streamed(const Services& services, const resources::Resource& row) {
  if (row.kind == resources::DatasetGroup::kKind) return services.events.remove(row.arn);
  if (row.kind != resources::Dataset::kKind) return {};
  ATTUNE_TRY(dataset, resources::view<resources::Dataset>(row));
  if (data::dataset_type_of(dataset.dataset_type) == data::DatasetType::kInteractions) {
    return remove_events(services, dataset.dataset_group_arn);
  }
  if (data::dataset_type_of(dataset.dataset_type) == data::DatasetType::kActionInteractions) {
    return remove_events(services, row.arn);
  }
  return control::remove_records(services.control, row.account_id, row.arn);
}

void remove_files(const Doomed& doomed) {
  std::error_code ignored;
  for (const std::filesystem::path& file : doomed.files) {
    std::filesystem::remove_all(file, ignored);
    std::filesystem::remove(report_path(file), ignored);
  }
}

}  // namespace

Result<void> run_delete(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY(doomed, find_doomed(services, job));
  if (!doomed.row) return {};
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  stop_serving(services, *doomed.row);
  ATTUNE_TRY_VOID(remove_streamed(services, *doomed.row));
  ATTUNE_TRY_VOID(transitions.remove(job.account_id, job.subject_arn));
  remove_files(doomed);
  if (doomed.row->kind != resources::Dataset::kKind) return {};
  return refresh_metadata(services, job.account_id, doomed.row->parent_arn);
}

}  // namespace attune::job_kinds
