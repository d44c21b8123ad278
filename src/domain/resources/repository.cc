#include "domain/resources/repository.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
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

Resource resource_of(Row& row) {
  const auto text = [&](std::size_t at) { return std::move(std::get<std::string>(row[at])); };
  const auto integer = [&](std::size_t at) { return std::get<std::int64_t>(row[at]); };
  return {.account_id = text(0),
          .arn = text(1),
          .kind = text(2),
          .name = text(3),
          .parent_arn = text(4),
          .status = text(5),
          .failure_reason = text(6),
          .created_at_ms = integer(7),
          .updated_at_ms = integer(8),
          .body = text(9),
          .revision = integer(10)};
}

/// The fourth part of "arn:aws:personalize:{region}:{account}:{kind}/{tail}".
std::string region_of(std::string_view arn) {
  for (int part = 0; part < 3; ++part) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return std::string(arn.substr(0, arn.find(':')));
}

/// A condition that grows by "AND column <operator> $n".
struct Condition {
  std::string sql;
  std::vector<Cell> parameters;

  void require(std::string_view column_and_operator, Cell value) {
    if (!sql.empty()) sql += " AND ";
    parameters.push_back(std::move(value));
    sql += std::string(column_and_operator) + " $" + std::to_string(parameters.size());
  }
  void require_one_of(std::string_view column, const std::vector<std::string>& values) {
    sql += " AND " + std::string(column) + " IN (";
    for (std::size_t i = 0; i < values.size(); ++i) {
      parameters.emplace_back(values[i]);
      sql += (i == 0 ? "$" : ", $") + std::to_string(parameters.size());
    }
    sql += ")";
  }
};

}  // namespace

Result<void> Resources::insert(const Resource& resource) {
  ATTUNE_TRY(sequence, database::draw_numbers(transaction_, "resources"));
  auto inserted = transaction_.run(
      "INSERT INTO resources (sequence, account_id, arn, kind, region, name, parent_arn, status, "
      "failure_reason, created_at_ms, updated_at_ms, body, revision) VALUES ($1, $2, $3, $4, $5, "
      "$6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (account_id, arn) DO NOTHING",
      {sequence, resource.account_id, resource.arn, resource.kind, region_of(resource.arn),
       resource.name, resource.parent_arn, resource.status, resource.failure_reason,
       resource.created_at_ms, resource.updated_at_ms, resource.body, resource.revision});
  if (!inserted) return std::unexpected(std::move(inserted.error()));
  if (transaction_.changed_row_count() == 1) return {};
  return failure(ErrorCode::kAlreadyExists, resource.arn + " already exists");
}

Result<std::optional<Resource>> Resources::find(std::string_view account_id, std::string_view arn) {
  ATTUNE_TRY(rows, transaction_.run("SELECT " + std::string(kColumns) +
                                        " FROM resources WHERE account_id = $1 AND arn = $2",
                                    {std::string(account_id), std::string(arn)}));
  if (rows.empty()) return std::nullopt;
  return resource_of(rows.front());
}

Result<void> Resources::update(const Resource& resource) {
  ATTUNE_TRY_VOID(transaction_.run(
      "UPDATE resources SET status = $1, failure_reason = $2, updated_at_ms = $3, body = $4, "
      "revision = revision + 1 WHERE account_id = $5 AND arn = $6 AND revision = $7",
      {resource.status, resource.failure_reason, resource.updated_at_ms, resource.body,
       resource.account_id, resource.arn, resource.revision}));
  if (transaction_.changed_row_count() == 1) return {};
  ATTUNE_TRY(found, find(resource.account_id, resource.arn));
  if (!found) return not_found(resource.arn + " does not exist");
  return failure(ErrorCode::kUnavailable,
                 resource.arn + " was changed by somebody else meanwhile; try again");
}

Result<void> Resources::remove(std::string_view account_id, std::string_view arn) {
  ATTUNE_TRY_VOID(transaction_.run("DELETE FROM resources WHERE account_id = $1 AND arn = $2",
                                   {std::string(account_id), std::string(arn)}));
  if (transaction_.changed_row_count() == 1) return {};
  return not_found(std::string(arn) + " does not exist");
}

Result<std::vector<ListedResource>> Resources::list(const ListQuery& query) {
  Condition where;
  where.require("account_id =", query.account_id);
  where.require("kind =", query.kind);
  if (query.parent_arn) where.require("parent_arn =", *query.parent_arn);
  if (!query.region.empty()) where.require("region =", query.region);
  if (query.after_rowid > 0) where.require("sequence <", query.after_rowid);
  where.parameters.emplace_back(static_cast<std::int64_t>(query.limit));
  const std::string sql = "SELECT " + std::string(kColumns) + " FROM resources WHERE " + where.sql +
                          " ORDER BY sequence DESC LIMIT $" +
                          std::to_string(where.parameters.size());
  ATTUNE_TRY(rows, transaction_.run(sql, where.parameters));
  std::vector<ListedResource> listed;
  listed.reserve(rows.size());
  for (Row& row : rows) {
    const std::int64_t sequence = std::get<std::int64_t>(row[11]);
    listed.push_back({.resource = resource_of(row), .rowid = sequence});
  }
  return listed;
}

Result<std::int64_t> Resources::count(std::string_view account_id, std::string_view kind,
                                      std::optional<std::string_view> parent_arn,
                                      const std::vector<std::string>& statuses) {
  Condition where;
  where.require("account_id =", std::string(account_id));
  where.require("kind =", std::string(kind));
  if (parent_arn) where.require("parent_arn =", std::string(*parent_arn));
  if (!statuses.empty()) where.require_one_of("status", statuses);
  ATTUNE_TRY(rows, transaction_.run("SELECT COUNT(*) FROM resources WHERE " + where.sql,
                                    where.parameters));
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
