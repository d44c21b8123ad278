#include <sqlite3.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/database/sqlite_connection.h"

namespace attune::database {
namespace {

constexpr std::size_t kReadersMax = 8;

Result<void> in_transaction(SqliteConnection& connection, std::string_view begin,
                            const std::function<Result<void>(Transaction&)>& work) {
  ATTUNE_TRY_VOID(connection.run(begin));
  Result<void> outcome;
  try {
    outcome = work(connection);
  } catch (...) {
    static_cast<void>(connection.run("ROLLBACK"));
    throw;
  }
  if (outcome) {
    if (auto committed = connection.run("COMMIT"); committed)
      return {};
    else
      outcome = std::unexpected(std::move(committed.error()));
  }
  static_cast<void>(connection.run("ROLLBACK"));
  return outcome;
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, std::unique_ptr<SqliteConnection> writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}

  Result<void> write(const std::function<Result<void>(Transaction&)>& work) override {
    const std::lock_guard lock(writer_mutex_);
    return in_transaction(*writer_, "BEGIN IMMEDIATE", work);
  }

  Result<void> read(const std::function<Result<void>(Transaction&)>& work) override {
    ATTUNE_TRY(reader, take_reader());
    const auto give_back = [this](SqliteConnection* connection) { return_reader(connection); };
    const std::unique_ptr<SqliteConnection, decltype(give_back)> in_use(reader.release(),
                                                                        give_back);
    return in_transaction(*in_use, "BEGIN", work);
  }

 private:
  Result<std::unique_ptr<SqliteConnection>> take_reader() {
    std::unique_lock lock(readers_mutex_);
    reader_returned_.wait(lock,
                          [&] { return !idle_readers_.empty() || reader_count_ < kReadersMax; });
    if (!idle_readers_.empty()) {
      auto reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
    ATTUNE_TRY(reader, SqliteConnection::open(path_, SqliteConnection::Mode::kReadOnly));
    ++reader_count_;
    return std::move(reader);
  }

  void return_reader(SqliteConnection* connection) {
    {
      const std::lock_guard lock(readers_mutex_);
      idle_readers_.emplace_back(connection);
    }
    reader_returned_.notify_one();
  }

  const std::string path_;
  std::mutex writer_mutex_;
  std::unique_ptr<SqliteConnection> writer_;
  std::mutex readers_mutex_;
  std::condition_variable reader_returned_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
  std::size_t reader_count_ = 0;
};

Result<std::int64_t> schema_version(SqliteConnection& connection) {
  ATTUNE_TRY_VOID(connection.run(
      "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)"));
  ATTUNE_TRY(rows, connection.run("SELECT COALESCE(MAX(version), 0) FROM schema_version"));
  return std::get<std::int64_t>(rows[0][0]);
}

Result<void> migrate(SqliteConnection& connection, const std::string& path) {
  // Two programs may open a new file at the same moment: one migrates, the other waits and finds it
  // done.
  ATTUNE_TRY_VOID(connection.run_script("BEGIN IMMEDIATE"));
  const auto outcome = [&]() -> Result<void> {
    ATTUNE_TRY(version, schema_version(connection));
    if (version > migrations().back().version) {
      return invalid_input("database: " + path + " has schema " + std::to_string(version) +
                           ", this program knows up to " +
                           std::to_string(migrations().back().version) + "; use a newer program");
    }
    for (const Migration& step : migrations()) {
      if (step.version <= version) continue;
      ATTUNE_TRY_VOID(connection.run_script(step.sql));
      ATTUNE_TRY_VOID(
          connection.run("INSERT INTO schema_version (version) VALUES ($1)", {Cell(step.version)}));
    }
    return {};
  }();
  ATTUNE_TRY_VOID(connection.run_script(outcome ? "COMMIT" : "ROLLBACK"));
  return outcome;
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
  ATTUNE_TRY(writer, SqliteConnection::open(path, SqliteConnection::Mode::kReadWrite));
  ATTUNE_TRY_VOID(migrate(*writer, path));
  return std::make_unique<SqliteDatabase>(path, std::move(writer));
}

}  // namespace attune::database
