#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/error.h"

namespace attune::database {

/// One column of one row, or one parameter.
using Cell = std::variant<std::nullptr_t, std::int64_t, double, std::string>;
using Row = std::vector<Cell>;

/// An open transaction. Use only inside the function that got it, on its thread.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Runs one statement with parameters $1, $2, ... and returns its rows (empty for none).
  /// Statements are prepared once per connection and text.
  virtual Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) = 0;
  Result<std::vector<Row>> run(std::string_view sql, std::initializer_list<Cell> parameters = {}) {
    return run(sql, std::span<const Cell>(parameters.begin(), parameters.size()));
  }
  /// Rows changed by the latest INSERT, UPDATE or DELETE.
  [[nodiscard]] virtual std::int64_t changed_row_count() const = 0;
};

/// A SQL database in one of two sizes: SQLite in a file, or PostgreSQL. The SQL used is what both
/// understand. Thread-safe: each call takes a connection of its own from a bounded pool.
class Database {
 public:
  virtual ~Database() = default;

  /// Runs `work` in a transaction that may write; commits durably (synced to disk) when it
  /// succeeds, rolls back when it returns an error. kUnavailable when the database stays locked.
  virtual Result<void> write(const std::function<Result<void>(Transaction&)>& work) = 0;
  /// Runs `work` in a read-only snapshot.
  virtual Result<void> read(const std::function<Result<void>(Transaction&)>& work) = 0;
};

/// One step of the schema; steps run in order, each once, each in a transaction of its own.
struct Migration {
  std::int64_t version;  // 1, 2, 3, ... without gaps
  std::string_view sql;  // statements separated by ";"
};

/// Every schema step of the product, oldest first. Released steps never change.
[[nodiscard]] std::span<const Migration> migrations();

/// Opens (or creates) the SQLite file with WAL and full sync and brings its schema up to date.
/// A file written by a newer program is refused.
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);

}  // namespace attune::database
