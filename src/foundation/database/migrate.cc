#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::database {
namespace {

Result<void> run_statements(Transaction& transaction, std::string_view sql) {
  while (!sql.empty()) {
    const auto end = sql.find(';');
    const std::string_view statement = sql.substr(0, end);
    if (statement.find_first_not_of(" \n\t") != std::string_view::npos) {
      ATTUNE_TRY_VOID(transaction.run(statement));
    }
    sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 1);
  }
  return {};
}

Result<std::int64_t> schema_version(Transaction& transaction) {
  ATTUNE_TRY_VOID(
      transaction.run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)"));
  ATTUNE_TRY(rows, transaction.run("SELECT COALESCE(MAX(version), 0) FROM schema_version"));
  return std::get<std::int64_t>(rows[0][0]);
}

Result<void> refuse_newer_than(Transaction& transaction, std::int64_t newest) {
  ATTUNE_TRY(version, schema_version(transaction));
  if (version <= newest) return {};
  return invalid_input("database: schema version " + std::to_string(version) +
                       " was written by a newer program; this one knows versions up to " +
                       std::to_string(newest));
}

/// Asks for the version again, under the write lock: another node may have taken this step.
Result<void> take(Transaction& transaction, const Migration& step) {
  ATTUNE_TRY(version, schema_version(transaction));
  if (version >= step.version) return {};
  ATTUNE_CHECK(version + 1 == step.version);
  ATTUNE_TRY_VOID(run_statements(transaction, step.sql));
  ATTUNE_TRY_VOID(
      transaction.run("INSERT INTO schema_version (version) VALUES ($1)", {step.version}));
  return {};
}

}  // namespace

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  const std::int64_t newest = steps.empty() ? 0 : steps.back().version;
  ATTUNE_TRY_VOID(database.write(
      [&](Transaction& transaction) { return refuse_newer_than(transaction, newest); }));
  for (const Migration& step : steps) {
    ATTUNE_TRY_VOID(
        database.write([&](Transaction& transaction) { return take(transaction, step); }));
  }
  return {};
}

Result<std::int64_t> draw_numbers(Transaction& transaction, std::string_view counter,
                                  std::int64_t count) {
  ATTUNE_TRY(rows, transaction.run("INSERT INTO counters (name, value) VALUES ($1, $2) "
                                   "ON CONFLICT (name) DO UPDATE SET "
                                   "value = counters.value + excluded.value RETURNING value",
                                   {std::string(counter), count}));
  return std::get<std::int64_t>(rows[0][0]) - count + 1;
}

}  // namespace attune::database
