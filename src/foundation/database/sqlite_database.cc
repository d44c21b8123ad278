#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/connection_pool.h"
#include "foundation/database/database.h"
#include "foundation/database/sqlite_connection.h"

namespace attune::database {
namespace {

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}
  ~SqliteTransaction() override {
    if (connection_.in_transaction()) static_cast<void>(connection_.run("ROLLBACK", {}));
  }

  Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) override {
    if (failed_) return internal_error("database: the transaction has failed");
    auto rows = connection_.run(sql, parameters);
    failed_ = !rows;
    return rows;
  }
  [[nodiscard]] std::int64_t changed_row_count() const override {
    return connection_.changed_row_count();
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  SqliteConnection& connection_;
  bool failed_ = false;
};

/// Begins, works and ends; an error or an exception of `work` rolls back.
Result<void> transact(SqliteConnection& connection, std::string_view begin,
                      const std::function<Result<void>(Transaction&)>& work) {
  SqliteTransaction transaction(connection);
  ATTUNE_TRY_VOID(connection.run(begin, {}));
  ATTUNE_TRY_VOID(work(transaction));
  if (transaction.failed()) return internal_error("database: a failed transaction cannot commit");
  ATTUNE_TRY_VOID(connection.run("COMMIT", {}));
  return {};
}

class SqliteDatabase final : public Database {
 public:
  static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path,
                                                      const SqliteOptions& options) {
    auto database = std::make_unique<SqliteDatabase>(options);
    ATTUNE_TRY(writer, SqliteConnection::open(path, Access::kReadWrite, options));
    database->writers_.add(std::move(writer));
    for (std::size_t i = 0; i < options.reader_count; ++i) {
      ATTUNE_TRY(reader, SqliteConnection::open(path, Access::kReadOnly, options));
      database->readers_.add(std::move(reader));
    }
    return database;
  }

  explicit SqliteDatabase(const SqliteOptions& options) : options_(options) {}

  Result<void> write(const std::function<Result<void>(Transaction&)>& work) override {
    return with_connection(writers_, "BEGIN IMMEDIATE", work);
  }
  Result<void> read(const std::function<Result<void>(Transaction&)>& work) override {
    return with_connection(readers_, "BEGIN", work);
  }

 private:
  using Pool = ConnectionPool<SqliteConnection>;

  Result<void> with_connection(Pool& pool, std::string_view begin,
                               const std::function<Result<void>(Transaction&)>& work) {
    auto connection = pool.borrow(options_.wait_max);
    if (connection == nullptr) {
      return failure(ErrorCode::kUnavailable, "database: no connection became free within " +
                                                  std::to_string(options_.wait_max.count()) +
                                                  " ms; try again later");
    }
    struct GiveBack {
      Pool& pool;
      std::unique_ptr<SqliteConnection>& connection;
      ~GiveBack() { pool.give_back(std::move(connection)); }
    } const give_back{pool, connection};
    return transact(*connection, begin, work);
  }

  const SqliteOptions options_;
  Pool writers_;  // holds one: SQLite has one writer, and waiting here is fair and cheap
  Pool readers_;
};

/// SQLite stores a table by its key, without a second tree, only where the key is spelled so.
std::string in_sqlite_dialect(std::string_view sql) {
  constexpr std::string_view kKey = "BIGINT PRIMARY KEY", kSpelling = "INTEGER PRIMARY KEY";
  std::string text(sql);
  for (auto at = text.find(kKey); at != std::string::npos; at = text.find(kKey, at)) {
    text.replace(at, kKey.size(), kSpelling);
  }
  return text;
}

Result<void> migrate_sqlite(Database& database) {
  std::vector<std::string> texts;
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  texts.reserve(steps.size());
  for (Migration& step : steps) {
    texts.push_back(in_sqlite_dialect(step.sql));
    step.sql = texts.back();
  }
  return migrate(database, steps);
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                              const SqliteOptions& options) {
  ATTUNE_TRY(database, SqliteDatabase::open(path, options));
  ATTUNE_TRY_VOID(migrate_sqlite(*database));
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace attune::database
