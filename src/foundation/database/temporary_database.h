#pragma once

#include <filesystem>
#include <memory>

#include "foundation/database/database.h"

namespace attune::database {

/// A database on disk in a folder of its own, gone with this object: for tests and measurements.
class TemporaryDatabase {
 public:
  explicit TemporaryDatabase(const SqliteOptions& options = {});
  ~TemporaryDatabase();
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }
  /// Closes the file, for instance before a fork: SQLite must not be carried across one.
  void close() { database_.reset(); }
  /// Closes the file and opens it again, as after a restart.
  void reopen();
  /// A further opening of the same file, as by another process.
  [[nodiscard]] std::unique_ptr<Database> open_again() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "attune.db"; }

 private:
  const SqliteOptions options_;
  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
};

}  // namespace attune::database
