#include "domain/resources/repository.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::resources {
namespace {

using database::Cell;
using database::Row;

constexpr std::string_view kColumns =
    "account_id, arn, kind, name, parent_arn, status, failure_reason, created_at_ms, "
    "updated_at_ms, body, revision, sequence";

Cell text(std::string_view value) {
  return std::string(value);
}

// The fourth part of arn:partition:service:region:account:resource.
std::string_view region_of(std::string_view arn) {
  for (int part = 0; part < 3; ++part) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

ListedResource listed(const Row& row) {
  const auto string = [&](std::size_t at) { return std::get<std::string>(row[at]); };
  const auto integer = [&](std::size_t at) { return std::get<std::int64_t>(row[at]); };
  return {.resource = {.account_id = string(0),
                       .arn = string(1),
                       .kind = string(2),
                       .name = string(3),
                       .parent_arn = string(4),
                       .status = string(5),
                       .failure_reason = string(6),
                       .created_at_ms = integer(7),
                       .updated_at_ms = integer(8),
                       .body = string(9),
                       .revision = integer(10)},
          .rowid = integer(11)};
}

}  // namespace

Result<void> Resources::insert(const Resource& resource) {
  ATTUNE_TRY(next, transaction_.run("SELECT COALESCE(MAX(sequence), 0) + 1 FROM resources"));
  const auto outcome = transaction_.run(
      "INSERT INTO resources (account_id, arn, kind, name, parent_arn, status, failure_reason, "
      "created_at_ms, updated_at_ms, body, revision, sequence, region) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      {resource.account_id, resource.arn, resource.kind, resource.name, resource.parent_arn,
       resource.status, resource.failure_reason, resource.created_at_ms, resource.updated_at_ms,
       resource.body, resource.revision, next[0][0], text(region_of(resource.arn))});
  if (outcome) return {};
  if (outcome.error().code == ErrorCode::kAlreadyExists) {
    return failure(ErrorCode::kAlreadyExists,
                   "Another resource with Arn " + resource.arn + " already exists.");
  }
  return std::unexpected(outcome.error());
}

Result<std::optional<Resource>> Resources::find(std::string_view account_id, std::string_view arn) {
  ATTUNE_TRY(rows, transaction_.run("SELECT " + std::string(kColumns) +
                                        " FROM resources WHERE account_id = $1 AND arn = $2",
                                    {text(account_id), text(arn)}));
  if (rows.empty()) return std::nullopt;
  return listed(rows[0]).resource;
}

Result<void> Resources::update(const Resource& resource) {
  ATTUNE_TRY_VOID(transaction_.run(
      "UPDATE resources SET status = $1, failure_reason = $2, updated_at_ms = $3, body = $4, "
      "revision = revision + 1 WHERE account_id = $5 AND arn = $6 AND revision = $7",
      {resource.status, resource.failure_reason, resource.updated_at_ms, resource.body,
       resource.account_id, resource.arn, resource.revision}));
  if (transaction_.changed_row_count() == 1) return {};
  ATTUNE_TRY(stored, find(resource.account_id, resource.arn));
  if (!stored) return not_found(resource.arn + " does not exist.");
  return failure(ErrorCode::kUnavailable, resource.arn + " was changed meanwhile.");
}

Result<void> Resources::remove(std::string_view account_id, std::string_view arn) {
  ATTUNE_TRY_VOID(transaction_.run("DELETE FROM resources WHERE account_id = $1 AND arn = $2",
                                   {text(account_id), text(arn)}));
  return {};
}

Result<std::vector<ListedResource>> Resources::list(const ListQuery& query) {
  std::string sql = "SELECT " + std::string(kColumns) +
                    " FROM resources WHERE account_id = $1 AND kind = $2 AND sequence < $3";
  std::vector<Cell> parameters{
      query.account_id, query.kind,
      query.after_rowid == 0 ? std::numeric_limits<std::int64_t>::max() : query.after_rowid};
  const auto add = [&](std::string_view column, const std::string& value) {
    parameters.emplace_back(value);
    sql += " AND " + std::string(column) + " = $" + std::to_string(parameters.size());
  };
  if (!query.region.empty()) add("region", query.region);
  if (query.parent_arn) add("parent_arn", *query.parent_arn);
  parameters.emplace_back(static_cast<std::int64_t>(query.limit));
  sql += " ORDER BY sequence DESC LIMIT $" + std::to_string(parameters.size());
  ATTUNE_TRY(rows, transaction_.run(sql, parameters));
  std::vector<ListedResource> result;
  result.reserve(rows.size());
  for (const Row& row : rows) result.push_back(listed(row));
  return result;
}

Result<std::int64_t> Resources::count(std::string_view account_id, std::string_view kind,
                                      std::optional<std::string_view> parent_arn,
                                      const std::vector<std::string>& statuses) {
  std::string sql = "SELECT COUNT(*) FROM resources WHERE account_id = $1 AND kind = $2";
  std::vector<Cell> parameters{text(account_id), text(kind)};
  if (parent_arn) {
    parameters.push_back(text(*parent_arn));
    sql += " AND parent_arn = $" + std::to_string(parameters.size());
  }
  if (!statuses.empty()) {
    sql += " AND status IN (";
    for (const std::string& status : statuses) {
      parameters.emplace_back(status);
      sql += (&status == statuses.data() ? "$" : ", $") + std::to_string(parameters.size());
    }
    sql += ")";
  }
  ATTUNE_TRY(rows, transaction_.run(sql, parameters));
  return std::get<std::int64_t>(rows[0][0]);
}

Result<std::vector<std::string>> Resources::accounts() {
  ATTUNE_TRY(rows, transaction_.run("SELECT DISTINCT account_id FROM resources"));
  std::vector<std::string> result;
  result.reserve(rows.size());
  for (const Row& row : rows) result.push_back(std::get<std::string>(row[0]));
  return result;
}

}  // namespace attune::resources
