#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::database {

/// One SQLite connection and its prepared statements. Used by one thread at a time.
class SqliteConnection final : public Transaction {
 public:
  enum class Mode : std::uint8_t { kReadWrite, kReadOnly };
  static constexpr int kBusyTimeoutMs = 10'000;
  static constexpr std::size_t kStatementsMax = 256;

  [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path,
                                                                      Mode mode);

  Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) override;
  using Transaction::run;
  [[nodiscard]] std::int64_t changed_row_count() const override;
  /// Several statements without parameters or rows.
  Result<void> run_script(std::string_view sql);

 private:
  struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  Result<sqlite3_stmt*> prepare(std::string_view sql);

  std::unique_ptr<sqlite3, CloseConnection> connection_;
  std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, FinalizeStatement>> statements_;
};

}  // namespace attune::database
