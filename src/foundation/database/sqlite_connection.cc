#include "foundation/database/sqlite_connection.h"

#include <sqlite3.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"

namespace attune::database {
namespace {

constexpr std::int64_t kPageBytes = 4096;

std::string settings_of(Access access, const SqliteOptions& options) {
  std::string settings = "PRAGMA page_size = " + std::to_string(kPageBytes) +
                         ";"
                         "PRAGMA journal_mode = WAL;"
                         "PRAGMA synchronous = FULL;"
                         "PRAGMA foreign_keys = ON;"
                         "PRAGMA temp_store = MEMORY;"
                         "PRAGMA wal_autocheckpoint = 16000;"
                         "PRAGMA journal_size_limit = 67108864;"
                         "PRAGMA cache_size = -16384;";
  if (options.size_bytes_max > 0) {
    settings +=
        "PRAGMA max_page_count = " + std::to_string(options.size_bytes_max / kPageBytes) + ";";
  }
  if (access == Access::kReadOnly) settings += "PRAGMA query_only = ON;";
  return settings;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path,
                                                                 Access access,
                                                                 const SqliteOptions& options) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>();
  connection->handle_.reset(raw);
  connection->statements_max_ = options.statements_per_connection_max;
  if (code != SQLITE_OK) {
    Error error = sqlite_error(raw, code);
    error.message += " (" + path + ")";
    return std::unexpected(std::move(error));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, static_cast<int>(options.wait_max.count()));
  if (auto set = connection->run_script(settings_of(access, options)); !set) {
    set.error().message += " (" + path + ")";
    return std::unexpected(std::move(set.error()));
  }
  return connection;
}

Result<std::vector<Row>> SqliteConnection::run(std::string_view sql,
                                               std::span<const Cell> parameters) {
  ATTUNE_TRY(statement, statement_of(sql));
  return statement->run(parameters);
}

Result<void> SqliteConnection::run_script(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(handle_.get(), code));
  return {};
}

Result<SqliteStatement*> SqliteConnection::statement_of(std::string_view sql) {
  if (const auto found = statement_by_sql_.find(sql); found != statement_by_sql_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    return &statements_.front().statement;
  }
  ATTUNE_TRY(prepared, SqliteStatement::prepare(handle_.get(), sql));
  if (statements_.size() >= statements_max_) {
    statement_by_sql_.erase(statements_.back().sql);
    statements_.pop_back();
  }
  statements_.push_front({.sql = std::string(sql), .statement = std::move(prepared)});
  statement_by_sql_.emplace(statements_.front().sql, statements_.begin());
  return &statements_.front().statement;
}

}  // namespace attune::database
