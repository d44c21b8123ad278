#pragma once

#include <chrono>
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

/// One column of one row, or one parameter. Texts are UTF-8 and hold no zero byte (kInvalidInput).
using Cell = std::variant<std::nullptr_t, std::int64_t, double, std::string>;
using Row = std::vector<Cell>;

/// An open transaction. Use only inside the function that got it, on its thread.
/// After a statement has failed the transaction can only roll back: further statements fail too.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Runs one statement with parameters $1, $2, ... and returns its rows (empty for none).
  /// Statements are prepared once per connection and text. kAlreadyExists when a row breaks a
  /// unique key.
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
  /// succeeds, rolls back when it returns an error. kUnavailable when the database stays locked or
  /// its disk is full. Not from inside a `write` or `read` of the same thread.
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

/// Brings the schema up to date. kInvalidInput for one written by a newer program.
[[nodiscard]] Result<void> migrate(Database& database, std::span<const Migration> steps);

/// The next `count` numbers of a named counter, which grows from 1: returns the first of them.
/// Others who draw from the same counter wait until this transaction ends, so numbers become
/// visible in their order.
[[nodiscard]] Result<std::int64_t> draw_numbers(Transaction& transaction, std::string_view counter,
                                                std::int64_t count = 1);

struct SqliteOptions {
  std::size_t reader_count = 4;                    // connections for `read` at one time
  std::chrono::milliseconds wait_max{5'000};       // for a connection, then for the file's lock
  std::size_t statements_per_connection_max = 64;  // prepared and kept, least recently used go
  std::int64_t size_bytes_max = 0;                 // of the file; 0: as large as the disk
};

/// Opens (or creates) the SQLite file with WAL and full sync and brings its schema up to date.
/// A file written by a newer program is refused.
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                                            const SqliteOptions& options = {});

}  // namespace attune::database
