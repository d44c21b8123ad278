#include "service/job_kinds/unreferenced_files.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>

#include "domain/resources/dataset_import_job.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/telemetry/log.h"

namespace attune::job_kinds {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPerAccountMax = 1'000'000;

// The stem of every file of a job: "segments/job-7".
std::string stem_of(std::string_view key) {
  const std::size_t dot = key.find('.');
  return std::string(key.substr(0, dot));
}

template <typename T, typename KeyOf>
Result<void> keep_keys(resources::Resources& rows, const std::string& account, const KeyOf& key_of,
                       std::set<std::string>& kept) {
  ATTUNE_TRY(listed, rows.list({.account_id = account,
                                .kind = std::string(T::kKind),
                                .region = {},
                                .limit = kPerAccountMax}));
  for (const resources::ListedResource& row : listed) {
    ATTUNE_TRY(value, resources::view<T>(row.resource));
    if (const auto& key = key_of(value)) kept.insert(stem_of(*key));
  }
  return {};
}

Result<void> keep_unfinished(database::Transaction& transaction, std::set<std::string>& kept) {
  ATTUNE_TRY(rows, transaction.run("SELECT id FROM jobs WHERE state IN ('queued', 'running')"));
  for (const database::Row& row : rows) {
    const std::string name = "job-" + std::to_string(std::get<std::int64_t>(row[0]));
    kept.insert("segments/" + name);
    kept.insert("solutions/" + name);
    kept.insert("work/" + name);
  }
  return {};
}

Result<std::set<std::string>> referenced(const Services& services) {
  std::set<std::string> kept;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY_VOID(keep_unfinished(transaction, kept));
    ATTUNE_TRY(accounts, rows.accounts());
    for (const std::string& account : accounts) {
      ATTUNE_TRY_VOID(keep_keys<resources::DatasetImportJob>(
          rows, account, [](const auto& job) -> const auto& { return job.segment_key; }, kept));
      ATTUNE_TRY_VOID(keep_keys<resources::SolutionVersion>(
          rows, account, [](const auto& version) -> const auto& { return version.artefact_key; },
          kept));
      ATTUNE_TRY_VOID(keep_keys<resources::Recommender>(
          rows, account,
          [](const auto& recommender) -> const auto& { return recommender.artefact_key; }, kept));
    }
    return {};
  }));
  return kept;
}

}  // namespace

Result<void> remove_unreferenced_files(const Services& services) {
  ATTUNE_TRY(kept, referenced(services));
  for (const std::string_view folder : {"segments", "solutions", "work"}) {
    std::error_code fault;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(services.objects / folder, fault)) {
      const std::string name = entry.path().filename();
      if (kept.contains(stem_of(std::string(folder) + "/" + name))) continue;
      log::info("removing a file that nothing needs", {{"file", entry.path().string()}});
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
  return {};
}

}  // namespace attune::job_kinds
