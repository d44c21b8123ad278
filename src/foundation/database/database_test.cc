// What holds for every database; an implementation joins by a line at the end.
#include "foundation/database/database.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"

namespace attune::database {
namespace {

struct Kind {
  std::string name;
  Result<std::unique_ptr<Database>> (*open)(const std::string& path);
};

class EveryDatabase : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("attune-database-" + make_hex_id(12));
    std::filesystem::create_directories(folder_);
    reopen();
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  void reopen() {
    database_.reset();
    auto opened = GetParam().open(path());
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    database_ = std::move(*opened);
  }
  [[nodiscard]] std::string path() const { return folder_ / "attune.db"; }

  Result<void> add(const std::string& id) {
    return database_->write([&](Transaction& transaction) -> Result<void> {
      ATTUNE_TRY_VOID(insert(transaction, id));
      return {};
    });
  }
  static Result<std::vector<Row>> insert(Transaction& transaction, const std::string& id) {
    return transaction.run(
        "INSERT INTO entity_records (account_id, dataset_arn, entity_id, properties, sequence) "
        "VALUES ($1, $2, $3, $4, $5)",
        {std::string("a"), std::string("d"), id, std::string("p"), std::int64_t{1}});
  }
  std::int64_t count() {
    std::int64_t result = -1;
    const auto outcome = database_->read([&](Transaction& transaction) -> Result<void> {
      ATTUNE_TRY(rows, transaction.run("SELECT COUNT(*) FROM entity_records"));
      result = std::get<std::int64_t>(rows[0][0]);
      return {};
    });
    EXPECT_TRUE(outcome.has_value());
    return result;
  }

  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
};

TEST_P(EveryDatabase, KeepsWhatWasCommittedAcrossAReopening) {
  ASSERT_TRUE(add("one").has_value());
  reopen();
  EXPECT_EQ(count(), 1);
}

TEST_P(EveryDatabase, ForgetsATransactionThatFailed) {
  const auto outcome = database_->write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(insert(transaction, "one"));
    return invalid_input("no");
  });
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add("two").has_value());
}

TEST_P(EveryDatabase, ForgetsATransactionThatThrew) {
  EXPECT_THROW(static_cast<void>(database_->write([&](Transaction& transaction) -> Result<void> {
                 static_cast<void>(insert(transaction, "one"));
                 throw std::runtime_error("no");
               })),
               std::runtime_error);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add("two").has_value());
}

TEST_P(EveryDatabase, SaysThatAKeyIsTaken) {
  ASSERT_TRUE(add("one").has_value());
  EXPECT_EQ(add("one").error().code, ErrorCode::kAlreadyExists);
}

TEST_P(EveryDatabase, ReportsBrokenSql) {
  const auto outcome = database_->write([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run("SELECT nothing FROM nowhere"));
    return {};
  });
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
}

TEST_P(EveryDatabase, ReturnsCellsAsTheyWereStored) {
  const std::string odd("a\0b\xC3\xA9", 5);
  const std::string large(1 << 20, 'x');
  std::vector<Row> rows;
  const auto outcome = database_->write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(found,
               transaction.run("SELECT $2, $1, $3, $4, $2",
                               {Cell(std::int64_t{1} << 60), Cell(odd), Cell(0.1), Cell(nullptr)}));
    rows = found;
    ATTUNE_TRY_VOID(transaction.run("SELECT $1", {Cell(large)}));
    return {};
  });
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_EQ(rows[0], (Row{odd, std::int64_t{1} << 60, 0.1, nullptr, odd}));
}

TEST_P(EveryDatabase, CountsTheRowsOfAChange) {
  ASSERT_TRUE(add("one").has_value());
  ASSERT_TRUE(add("two").has_value());
  const auto outcome = database_->write([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(
        transaction.run("UPDATE entity_records SET properties = $1", {Cell(std::string("q"))}));
    EXPECT_EQ(transaction.changed_row_count(), 2);
    return {};
  });
  EXPECT_TRUE(outcome.has_value());
}

TEST_P(EveryDatabase, ShowsAReaderOneMomentInTime) {
  ASSERT_TRUE(add("one").has_value());
  const auto outcome = database_->read([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run("SELECT COUNT(*) FROM entity_records"));
    EXPECT_TRUE(add("two").has_value());
    ATTUNE_TRY(rows, transaction.run("SELECT COUNT(*) FROM entity_records"));
    EXPECT_EQ(std::get<std::int64_t>(rows[0][0]), 1);
    return {};
  });
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(count(), 2);
}

TEST_P(EveryDatabase, RefusesToWriteInARead) {
  const auto outcome = database_->read([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(insert(transaction, "one"));
    return {};
  });
  EXPECT_FALSE(outcome.has_value());
  EXPECT_EQ(count(), 0);
}

TEST_P(EveryDatabase, ServesManyThreadsAtOnce) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int number = 0; number < 20; ++number) {
        EXPECT_TRUE(add(std::to_string(thread) + "-" + std::to_string(number)).has_value());
        EXPECT_GT(count(), 0);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(count(), 160);
}

TEST_P(EveryDatabase, KeepsEveryAcknowledgedRowWhenItsProgramIsKilled) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  database_.reset();
  const pid_t child = fork();
  if (child == 0) {
    auto opened = GetParam().open(path());
    if (!opened) _exit(1);
    database_ = std::move(*opened);
    for (int number = 0;; ++number) {
      if (!add(std::to_string(number))) _exit(1);
      if (write(ends[1], "x", 1) != 1) _exit(1);
    }
  }
  char byte = 0;
  for (int acknowledged = 0; acknowledged < 25; ++acknowledged) {
    ASSERT_EQ(read(ends[0], &byte, 1), 1);
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  reopen();
  EXPECT_GE(count(), 25);
}

TEST(Sqlite, RefusesAFileOfANewerProgram) {
  const auto folder = std::filesystem::temp_directory_path() / ("attune-newer-" + make_hex_id(12));
  std::filesystem::create_directories(folder);
  const std::string path = folder / "attune.db";
  {
    auto database = open_sqlite(path);
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE((*database)
                    ->write([](Transaction& transaction) -> Result<void> {
                      ATTUNE_TRY_VOID(transaction.run("INSERT INTO schema_version VALUES (1000)"));
                      return {};
                    })
                    .has_value());
  }
  EXPECT_EQ(open_sqlite(path).error().code, ErrorCode::kInvalidInput);
  std::filesystem::remove_all(folder);
}

TEST(Sqlite, ReportsAFileThatCannotBeOpened) {
  EXPECT_EQ(open_sqlite("/proc/no/such/attune.db").error().code, ErrorCode::kUnavailable);
}

INSTANTIATE_TEST_SUITE_P(Implementations, EveryDatabase,
                         testing::Values(Kind{.name = "Sqlite", .open = open_sqlite}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace attune::database
