#include "service/jobs/lease.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::jobs {
namespace {

using database::Cell;
using database::Transaction;

/// "kind IN ($from, ...) AND ..." for a job that may be taken at the time $1.
std::string is_due(std::span<const std::string> kinds, std::size_t from,
                   std::vector<Cell>& parameters) {
  std::string condition = "kind IN (";
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    condition += (i == 0 ? "$" : ", $") + std::to_string(from + i);
    parameters.emplace_back(kinds[i]);
  }
  return condition +
         ") AND ((state = 'queued' AND run_after_ms <= $1) OR "
         "(state = 'running' AND lease_until_ms < $1))";
}

Result<bool> any_due(database::Database& database, std::span<const std::string> kinds,
                     std::int64_t now_ms) {
  std::vector<Cell> parameters{now_ms};
  const std::string sql = "SELECT id FROM jobs WHERE " + is_due(kinds, 2, parameters) + " LIMIT 1";
  bool any = false;
  ATTUNE_TRY_VOID(database.read([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(rows, transaction.run(sql, parameters));
    any = !rows.empty();
    return {};
  }));
  return any;
}

LeasedJob job_of(database::Row& row) {
  const auto text = [&](std::size_t at) { return std::move(std::get<std::string>(row[at])); };
  return {.id = std::get<std::int64_t>(row[0]),
          .kind = text(1),
          .account_id = text(2),
          .subject_arn = text(3),
          .payload = text(4),
          .attempt = static_cast<int>(std::get<std::int64_t>(row[5])),
          .stop_requested = std::get<std::int64_t>(row[6]) != 0};
}

}  // namespace

Result<void> recover_jobs(database::Database& database, const LeaseHolder& holder) {
  return database.write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(
        "UPDATE jobs SET state = 'queued', lease_node = '', lease_owner = '', lease_until_ms = 0, "
        "run_after_ms = 0 WHERE state = 'running' AND lease_node = $1 AND lease_owner <> $2",
        {holder.node, holder.owner}));
    return {};
  });
}

Result<std::optional<LeasedJob>> take_job(database::Database& database, const LeaseHolder& holder,
                                          std::span<const std::string> kinds, std::int64_t now_ms,
                                          std::int64_t lease_ms) {
  // Asked in a read first, so that idle servers do not queue for the write lock.
  ATTUNE_TRY(any, any_due(database, kinds, now_ms));
  if (!any) return std::nullopt;
  std::vector<Cell> parameters{now_ms, holder.node, holder.owner, now_ms + lease_ms};
  const std::string due = is_due(kinds, 5, parameters);
  // The condition stands twice: a row that another node took meanwhile no longer meets it.
  const std::string sql =
      "UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_node = $2, "
      "lease_owner = $3, lease_until_ms = $4, updated_at_ms = $1 WHERE id = (SELECT id FROM jobs "
      "WHERE " +
      due + " ORDER BY id LIMIT 1) AND " + due +
      " RETURNING id, kind, account_id, subject_arn, payload, attempt, stop_requested";
  std::optional<LeasedJob> taken;
  ATTUNE_TRY_VOID(database.write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(rows, transaction.run(sql, parameters));
    if (!rows.empty()) taken = job_of(rows.front());
    return {};
  }));
  return taken;
}

Result<void> renew_jobs(database::Database& database, const LeaseHolder& holder,
                        std::span<const HeldJob> jobs, std::int64_t now_ms, std::int64_t lease_ms) {
  return database.write([&](Transaction& transaction) -> Result<void> {
    for (const HeldJob& job : jobs) {
      const Cell progress = job.progress ? Cell(*job.progress) : Cell(nullptr);
      ATTUNE_TRY_VOID(
          transaction.run("UPDATE jobs SET lease_until_ms = $1, updated_at_ms = $2, "
                          "progress = COALESCE($3, progress) WHERE id = $4 AND lease_owner = $5",
                          {now_ms + lease_ms, now_ms, progress, job.id, holder.owner}));
    }
    return {};
  });
}

Result<std::vector<std::int64_t>> unstopped_jobs(database::Database& database,
                                                 const LeaseHolder& holder) {
  std::vector<std::int64_t> ids;
  ATTUNE_TRY_VOID(database.read([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(rows, transaction.run("SELECT id FROM jobs WHERE state = 'running' AND "
                                     "lease_owner = $1 AND stop_requested = 0",
                                     {holder.owner}));
    for (const database::Row& row : rows) ids.push_back(std::get<std::int64_t>(row[0]));
    return {};
  }));
  return ids;
}

Result<void> release_job(database::Database& database, const LeaseHolder& holder,
                         const Release& release, std::int64_t now_ms) {
  return database.write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(
        "UPDATE jobs SET state = $1, error = $2, run_after_ms = $3, attempt = attempt - $4, "
        "updated_at_ms = $5, lease_node = '', lease_owner = '', lease_until_ms = 0 "
        "WHERE id = $6 AND lease_owner = $7",
        {std::string(release.state), release.error, release.run_after_ms,
         std::int64_t{release.attempt_counts ? 0 : 1}, now_ms, release.id, holder.owner}));
    return {};
  });
}

}  // namespace attune::jobs
