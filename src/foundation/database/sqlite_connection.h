#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::database {

struct SqliteClose {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct SqliteFinalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// A prepared statement whose parameters are numbered as $1, $2, ...
class SqliteStatement {
 public:
  [[nodiscard]] static Result<SqliteStatement> prepare(sqlite3* handle, std::string_view sql);
  Result<std::vector<Row>> run(std::span<const Cell> parameters);

 private:
  Result<void> bind(std::span<const Cell> parameters);

  std::unique_ptr<sqlite3_stmt, SqliteFinalize> statement_;
  std::vector<std::size_t> parameter_of_slot_;  // SQLite's slot i + 1 takes this parameter
  std::size_t parameter_count_ = 0;
};

enum class Access : bool { kReadOnly, kReadWrite };

/// One connection and its prepared statements, the least recently used of which are dropped.
/// Not thread-safe.
class SqliteConnection {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path,
                                                                      Access access,
                                                                      const SqliteOptions& options);
  Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters);
  /// Runs several statements separated by ";" that have no parameters.
  Result<void> run_script(const std::string& sql);
  [[nodiscard]] std::int64_t changed_row_count() const { return sqlite3_changes64(handle_.get()); }
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

 private:
  struct Cached {
    std::string sql;
    SqliteStatement statement;
  };
  Result<SqliteStatement*> statement_of(std::string_view sql);

  std::unique_ptr<sqlite3, SqliteClose> handle_;
  std::size_t statements_max_ = 0;
  std::list<Cached> statements_;  // most recently used first; finalized before the handle closes
  std::unordered_map<std::string_view, std::list<Cached>::iterator> statement_by_sql_;
};

/// What SQLite's latest failure on this handle means to a caller.
[[nodiscard]] Error sqlite_error(sqlite3* handle, int code);

}  // namespace attune::database
