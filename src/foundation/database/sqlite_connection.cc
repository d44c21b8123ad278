#include "foundation/database/sqlite_connection.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::database {
namespace {

ErrorCode code_of(int outcome) {
  switch (outcome & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return ErrorCode::kUnavailable;
    case SQLITE_CONSTRAINT:
      return outcome == SQLITE_CONSTRAINT_UNIQUE || outcome == SQLITE_CONSTRAINT_PRIMARYKEY
                 ? ErrorCode::kAlreadyExists
                 : ErrorCode::kInvalidInput;
    default:
      return ErrorCode::kInternal;
  }
}

std::unexpected<Error> fault(sqlite3* connection, std::string_view sql) {
  return failure(code_of(sqlite3_extended_errcode(connection)),
                 std::string("database: ") + sqlite3_errmsg(connection) + " in " +
                     std::string(sql.substr(0, 120)));
}

int bind(sqlite3_stmt* statement, int at, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    return sqlite3_bind_int64(statement, at, *integer);
  }
  if (const auto* real = std::get_if<double>(&cell)) {
    return sqlite3_bind_double(statement, at, *real);
  }
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, at);
}

// $1 is a name to SQLite: its position follows from where it first stands.
int bind_all(sqlite3_stmt* statement, std::span<const Cell> parameters) {
  const int count = sqlite3_bind_parameter_count(statement);
  for (int at = 1; at <= count; ++at) {
    const char* name = sqlite3_bind_parameter_name(statement, at);
    const std::size_t number = name == nullptr ? 0 : std::stoul(name + 1);
    if (number == 0 || number > parameters.size()) return SQLITE_RANGE;
    if (const int outcome = bind(statement, at, parameters[number - 1]); outcome != SQLITE_OK) {
      return outcome;
    }
  }
  return SQLITE_OK;
}

Cell cell_at(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return nullptr;
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return bytes == nullptr ? std::string() : std::string(bytes, size);
    }
  }
}

Row row_of(sqlite3_stmt* statement) {
  const int count = sqlite3_column_count(statement);
  Row row;
  row.reserve(static_cast<std::size_t>(count));
  for (int column = 0; column < count; ++column) row.push_back(cell_at(statement, column));
  return row;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path,
                                                                 Mode mode) {
  sqlite3* raw = nullptr;
  const int flags = (mode == Mode::kReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                              : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX;
  const int outcome = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>();
  connection->connection_.reset(raw);
  if (outcome != SQLITE_OK) {
    return failure(code_of(outcome), "database: cannot open " + path + ": " +
                                         (raw == nullptr ? "no memory" : sqlite3_errmsg(raw)));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  if (mode == Mode::kReadWrite) {
    ATTUNE_TRY_VOID(connection->run_script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"));
  }
  ATTUNE_TRY_VOID(connection->run_script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"));
  return connection;
}

Result<void> SqliteConnection::run_script(std::string_view sql) {
  if (sqlite3_exec(connection_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) !=
      SQLITE_OK) {
    return fault(connection_.get(), sql);
  }
  return {};
}

Result<sqlite3_stmt*> SqliteConnection::prepare(std::string_view sql) {
  const auto found = statements_.find(std::string(sql));
  if (found != statements_.end()) return found->second.get();
  if (statements_.size() >= kStatementsMax) statements_.clear();
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
    return fault(connection_.get(), sql);
  }
  if (raw == nullptr) return internal_error("database: an empty statement");
  statements_[std::string(sql)].reset(raw);
  return raw;
}

Result<std::vector<Row>> SqliteConnection::run(std::string_view sql,
                                               std::span<const Cell> parameters) {
  ATTUNE_TRY(statement, prepare(sql));
  const auto reset = [](sqlite3_stmt* used) {
    sqlite3_reset(used);
    sqlite3_clear_bindings(used);
  };
  const std::unique_ptr<sqlite3_stmt, decltype(reset)> in_use(statement, reset);
  if (bind_all(statement, parameters) != SQLITE_OK) {
    return internal_error("database: parameters do not fit " + std::string(sql.substr(0, 120)));
  }
  std::vector<Row> rows;
  int outcome = sqlite3_step(statement);
  for (; outcome == SQLITE_ROW; outcome = sqlite3_step(statement)) {
    rows.push_back(row_of(statement));
  }
  if (outcome != SQLITE_DONE) return fault(connection_.get(), sql);
  return rows;
}

std::int64_t SqliteConnection::changed_row_count() const {
  return sqlite3_changes64(connection_.get());
}

}  // namespace attune::database
