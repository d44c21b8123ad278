#include "service/jobs/job_queue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::jobs {
namespace {

JobState state_of(std::string_view name) {
  if (name == "queued") return JobState::kQueued;
  if (name == "running") return JobState::kRunning;
  if (name == "succeeded") return JobState::kSucceeded;
  return name == "stopped" ? JobState::kStopped : JobState::kFailed;
}

}  // namespace

Result<std::int64_t> enqueue(database::Transaction& transaction, const NewJob& job,
                             std::int64_t now_ms) {
  ATTUNE_TRY_VOID(forget_jobs(transaction, job.account_id, job.subject_arn));
  ATTUNE_TRY(id, database::draw_numbers(transaction, "jobs"));
  ATTUNE_TRY_VOID(transaction.run(
      "INSERT INTO jobs (id, account_id, kind, subject_arn, payload, state, attempt, run_after_ms, "
      "stop_requested, lease_node, lease_owner, lease_until_ms, progress, error, created_at_ms, "
      "updated_at_ms) VALUES ($1, $2, $3, $4, $5, 'queued', 0, $6, 0, '', '', 0, '', '', $7, $7)",
      {id, job.account_id, job.kind, job.subject_arn, job.payload, job.run_after_ms, now_ms}));
  return id;
}

Result<void> request_stop(database::Transaction& transaction, std::string_view account_id,
                          std::string_view subject_arn) {
  ATTUNE_TRY_VOID(transaction.run(
      "UPDATE jobs SET stop_requested = 1, run_after_ms = 0 WHERE account_id = $1 AND "
      "subject_arn = $2 AND state IN ('queued', 'running')",
      {std::string(account_id), std::string(subject_arn)}));
  return {};
}

Result<std::optional<JobStatus>> find_job(database::Transaction& transaction,
                                          std::string_view account_id,
                                          std::string_view subject_arn) {
  ATTUNE_TRY(rows, transaction.run("SELECT id, kind, state, attempt, stop_requested, progress, "
                                   "error, created_at_ms, updated_at_ms FROM jobs WHERE "
                                   "account_id = $1 AND subject_arn = $2 ORDER BY id DESC LIMIT 1",
                                   {std::string(account_id), std::string(subject_arn)}));
  if (rows.empty()) return std::nullopt;
  database::Row& row = rows.front();
  return JobStatus{.id = std::get<std::int64_t>(row[0]),
                   .kind = std::get<std::string>(row[1]),
                   .state = state_of(std::get<std::string>(row[2])),
                   .attempt = static_cast<int>(std::get<std::int64_t>(row[3])),
                   .stop_requested = std::get<std::int64_t>(row[4]) != 0,
                   .progress = std::move(std::get<std::string>(row[5])),
                   .error = std::move(std::get<std::string>(row[6])),
                   .created_at_ms = std::get<std::int64_t>(row[7]),
                   .updated_at_ms = std::get<std::int64_t>(row[8])};
}

Result<void> forget_jobs(database::Transaction& transaction, std::string_view account_id,
                         std::string_view subject_arn) {
  ATTUNE_TRY_VOID(
      transaction.run("DELETE FROM jobs WHERE account_id = $1 AND subject_arn = $2 AND "
                      "state IN ('succeeded', 'failed', 'stopped')",
                      {std::string(account_id), std::string(subject_arn)}));
  return {};
}

}  // namespace attune::jobs
