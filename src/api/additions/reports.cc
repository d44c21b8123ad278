#include "api/additions/reports.h"

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "api/additions/replies.h"
#include "api/gateway/authenticator.h"
#include "api/wire/answer.h"
#include "domain/resources/arn.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/io/mapped_file.h"
#include "foundation/json/value.h"
#include "service/job_kinds/group_data.h"
#include "service/jobs/job_queue.h"

namespace attune::additions {
namespace {

constexpr std::string_view kRoot = "/attune/v1/";

// A resource's finished report as a file, and what its job says of itself.
struct Sources {
  std::optional<std::filesystem::path> file;
  std::optional<jobs::JobStatus> job;
};

using FileOf = std::optional<std::filesystem::path> (*)(const resources::Resource&,
                                                        const std::filesystem::path& objects);

std::optional<std::filesystem::path> import_report(const resources::Resource& row,
                                                   const std::filesystem::path& objects) {
  const auto job = resources::view<resources::DatasetImportJob>(row);
  if (!job || !job->segment_key) return std::nullopt;
  return job_kinds::report_path(objects / *job->segment_key);
}

std::optional<std::filesystem::path> version_report(const resources::Resource& row,
                                                    const std::filesystem::path& objects) {
  const auto version = resources::view<resources::SolutionVersion>(row);
  if (!version || !version->artefact_key) return std::nullopt;
  return objects / *version->artefact_key / "manifest.json";
}

struct Kind {
  std::string_view path;      // below the root
  std::string_view arn_kind;  // of the resource
  std::string_view action;
  FileOf file_of;
};
constexpr std::array kKinds{
    Kind{"dataset-import-jobs/", "dataset-import-job", "GetDatasetImportReport", import_report},
    Kind{"solution-versions/", "solution", "GetSolutionVersionReport", version_report},
};

Result<Sources> find_sources(database::Database& database, const Kind& kind,
                             const std::string& account_id, const std::string& arn,
                             const std::filesystem::path& objects) {
  Sources sources;
  ATTUNE_TRY_VOID(database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, rows.find(account_id, arn));
    if (!row) return not_found(arn + " does not exist.");
    sources.file = kind.file_of(*row, objects);
    ATTUNE_TRY(job, jobs::find_job(transaction, account_id, arn));
    sources.job = std::move(job);
    return {};
  }));
  return sources;
}

// A finished report as it stands on disk; before that, the job's latest words.
Result<std::string> text_of(const Sources& sources) {
  if (sources.file) {
    ATTUNE_TRY(file, io::MappedFile::open(*sources.file));
    return std::string(file.bytes().data(), file.bytes().size());
  }
  json::Value document{json::Object{}};
  if (sources.job) {
    const auto progress = json::parse(sources.job->progress);
    document.add("progress", progress ? *progress : json::Value());
    document.add("attempt", sources.job->attempt);
    document.add("error", sources.job->error);
  }
  return json::write(document);
}

}  // namespace

Reports::Reports(database::Database& database, const gateway::Authenticator& authenticator,
                 std::filesystem::path objects)
    : database_(database),
      authenticator_(authenticator),
      objects_(std::move(objects)),
      workers_(kWorkers) {}

bool Reports::is_mine(std::string_view path) {
  return path.starts_with(kRoot);
}

void Reports::handle(http::Request request, http::Reply reply) {
  auto shared = std::make_shared<http::Reply>(std::move(reply));
  const auto accepted =
      workers_.submit([this, shared, request = std::move(request)] { (*shared)(answer(request)); });
  if (!accepted) (*shared)(refused(accepted.error()));
}

http::Response Reports::answer(const http::Request& request) const {
  const auto identified = authenticator_.identify(request);
  if (const auto* fault = std::get_if<wire::Answer>(&identified)) return response_of(*fault);
  const auto& caller = std::get<gateway::Identity>(identified);
  const std::string_view path = request.path().substr(kRoot.size());
  for (const Kind& kind : kKinds) {
    constexpr std::string_view kEnd = "/report";
    if (!path.starts_with(kind.path) || !path.ends_with(kEnd)) continue;
    if (request.method != "GET")
      return refused(Error{ErrorCode::kInvalidInput, "method: only GET"});
    const auto tail = path.substr(kind.path.size(), path.size() - kind.path.size() - kEnd.size());
    const std::string arn =
        resources::arn_of({caller.account_id, region_of(request, caller)}, kind.arn_kind, tail);
    if (const auto allowed = check_allowed(caller, kind.action, arn); !allowed) {
      return refused(allowed.error());
    }
    const auto sources = find_sources(database_, kind, caller.account_id, arn, objects_);
    if (!sources) return refused(sources.error());
    auto text = text_of(*sources);
    if (!text) return refused(text.error());
    return response_of({.status = 200, .error_code = {}, .body = std::move(*text)});
  }
  return refused(Error{ErrorCode::kNotFound, "no such path: " + std::string(request.path())});
}

}  // namespace attune::additions
