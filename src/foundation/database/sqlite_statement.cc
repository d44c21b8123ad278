#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/sqlite_connection.h"

namespace attune::database {
namespace {

/// N of "$N", or 0.
std::size_t number_of(const char* name) {
  if (name == nullptr || *name != '$') return 0;
  std::size_t number = 0;
  const char* end = name + std::strlen(name);
  const auto [stop, error] = std::from_chars(name + 1, end, number);
  return error == std::errc{} && stop == end ? number : 0;
}

int bind_cell(sqlite3_stmt* statement, int slot, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    return sqlite3_bind_int64(statement, slot, *integer);
  }
  if (const auto* number = std::get_if<double>(&cell)) {
    return sqlite3_bind_double(statement, slot, *number);
  }
  if (const auto* text = std::get_if<std::string>(&cell)) {
    // The parameters outlive the run, so SQLite need not copy them.
    return sqlite3_bind_text64(statement, slot, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, slot);
}

Cell cell_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return nullptr;
    default: {
      const void* bytes = sqlite3_column_blob(statement, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
    }
  }
}

Row row_of(sqlite3_stmt* statement) {
  const int columns = sqlite3_column_count(statement);
  Row row;
  row.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) row.push_back(cell_of(statement, column));
  return row;
}

Result<void> check_parameters(std::span<const Cell> parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto* text = std::get_if<std::string>(&parameters[i]);
    if (text == nullptr) continue;
    if (const auto zero = text->find('\0'); zero != std::string::npos) {
      return invalid_input("parameter " + std::to_string(i + 1) + ": zero byte at position " +
                           std::to_string(zero) + "; a text must not hold one");
    }
  }
  return {};
}

}  // namespace

Error sqlite_error(sqlite3* handle, int code) {
  const std::string message = std::string("database: ") +
                              (handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle));
  switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
      return {.code = ErrorCode::kAlreadyExists, .message = message};
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return {.code = ErrorCode::kUnavailable, .message = message};
    case SQLITE_TOOBIG:
      return {.code = ErrorCode::kInvalidInput, .message = message};
    default:
      return {.code = ErrorCode::kInternal, .message = message};
  }
}

Result<SqliteStatement> SqliteStatement::prepare(sqlite3* handle, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  SqliteStatement prepared;
  prepared.statement_.reset(raw);
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(handle, code));
  if (raw == nullptr) return internal_error("database: an empty statement");
  for (int slot = 1; slot <= sqlite3_bind_parameter_count(raw); ++slot) {
    const std::size_t number = number_of(sqlite3_bind_parameter_name(raw, slot));
    if (number == 0) return internal_error("database: parameters are written $1, $2, ...");
    prepared.parameter_of_slot_.push_back(number - 1);
    prepared.parameter_count_ = std::max(prepared.parameter_count_, number);
  }
  return prepared;
}

Result<void> SqliteStatement::bind(std::span<const Cell> parameters) {
  if (parameters.size() != parameter_count_) {
    return internal_error("database: " + std::to_string(parameters.size()) +
                          " parameters given, the statement has " +
                          std::to_string(parameter_count_));
  }
  ATTUNE_TRY_VOID(check_parameters(parameters));
  sqlite3_stmt* statement = statement_.get();
  for (std::size_t i = 0; i < parameter_of_slot_.size(); ++i) {
    const int code =
        bind_cell(statement, static_cast<int>(i) + 1, parameters[parameter_of_slot_[i]]);
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(sqlite3_db_handle(statement), code));
  }
  return {};
}

Result<std::vector<Row>> SqliteStatement::run(std::span<const Cell> parameters) {
  ATTUNE_TRY_VOID(bind(parameters));
  sqlite3_stmt* statement = statement_.get();
  std::vector<Row> rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(row_of(statement));
  Result<std::vector<Row>> outcome = std::move(rows);
  if (code != SQLITE_DONE) {
    outcome = std::unexpected(sqlite_error(sqlite3_db_handle(statement), code));
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return outcome;
}

}  // namespace attune::database
