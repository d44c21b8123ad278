#include "foundation/database/database.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/temporary_database.h"

namespace attune::database {
namespace {

/// A database in a place of its own; `open` may be called again after the first one is gone.
struct SqlitePlace {
  TemporaryDatabase place{{.wait_max = std::chrono::milliseconds(100)}};
  TemporaryDatabase small_place{{.size_bytes_max = 400'000}};

  [[nodiscard]] std::unique_ptr<Database> open() const { return place.open_again(); }
  [[nodiscard]] std::unique_ptr<Database> open_on_a_small_disk() const {
    return small_place.open_again();
  }
};

template <typename Place>
class EveryDatabase : public testing::Test {
 protected:
  Result<void> put(const std::string& name, const std::string& value) {
    return database_->write([&](Transaction& transaction) -> Result<void> {
      ATTUNE_TRY_VOID(transaction.run(kPut, {std::string("1"), name, value}));
      return {};
    });
  }
  std::vector<Row> rows(std::string_view sql) {
    std::vector<Row> found;
    const auto outcome = database_->read([&](Transaction& transaction) -> Result<void> {
      ATTUNE_TRY(selected, transaction.run(sql));
      found = std::move(selected);
      return {};
    });
    EXPECT_TRUE(outcome) << outcome.error().message;
    return found;
  }
  std::int64_t count() {
    return std::get<std::int64_t>(rows("SELECT COUNT(*) FROM settings")[0][0]);
  }

  static constexpr std::string_view kPut =
      "INSERT INTO settings (account_id, name, value) VALUES ($1, $2, $3)";
  Place place_;
  std::unique_ptr<Database> database_ = place_.open();
};

using Places = testing::Types<SqlitePlace>;
TYPED_TEST_SUITE(EveryDatabase, Places);

TYPED_TEST(EveryDatabase, KeepsWhatItCommittedAfterReopening) {
  ASSERT_TRUE(this->put("a", "1"));
  this->database_.reset();
  this->database_ = this->place_.open();
  EXPECT_EQ(this->rows("SELECT name, value FROM settings"),
            (std::vector<Row>{{std::string("a"), std::string("1")}}));
}

TYPED_TEST(EveryDatabase, RollsBackWhenTheWorkFails) {
  const auto outcome = this->database_->write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(this->kPut, {std::string(), std::string(), std::string()}));
    return not_found("changed my mind");
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(EveryDatabase, RollsBackWhenTheWorkThrows) {
  EXPECT_THROW(
      static_cast<void>(this->database_->write([&](Transaction& transaction) -> Result<void> {
        static_cast<void>(
            transaction.run(this->kPut, {std::string(), std::string(), std::string()}));
        throw std::runtime_error("thrown");
      })),
      std::runtime_error);
  EXPECT_EQ(this->count(), 0);
  EXPECT_TRUE(this->put("a", "1"));
}

TYPED_TEST(EveryDatabase, SeesItsOwnWritesAndCountsChangedRows) {
  const auto outcome = this->database_->write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(
        "INSERT INTO settings (account_id, name, value) VALUES ($1, $2, $3), ($1, $3, $2)",
        {std::string("1"), std::string("a"), std::string("b")}));
    EXPECT_EQ(transaction.changed_row_count(), 2);
    ATTUNE_TRY(updated, transaction.run("UPDATE settings SET value = $2 WHERE name = $1 "
                                        "RETURNING value",
                                        {std::string("a"), std::string("c")}));
    EXPECT_EQ(updated, (std::vector<Row>{{std::string("c")}}));
    EXPECT_EQ(transaction.changed_row_count(), 1);
    return {};
  });
  EXPECT_TRUE(outcome) << outcome.error().message;
}

TYPED_TEST(EveryDatabase, RepeatsEveryKindOfCell) {
  const std::string big(3'000'000, 'x');
  const std::vector<Cell> cells{nullptr,
                                std::int64_t{-5},
                                INT64_MAX,
                                1.5,
                                std::string(),
                                std::string("Z\xC3\xBCrich"),
                                std::string("'; DROP TABLE settings; --"),
                                big};
  const auto outcome = this->database_->write([&](Transaction& transaction) -> Result<void> {
    for (const Cell& cell : cells) {
      const bool text = std::holds_alternative<std::string>(cell);
      const bool real = std::holds_alternative<double>(cell);
      const std::string type = text ? "TEXT" : real ? "DOUBLE PRECISION" : "BIGINT";
      ATTUNE_TRY(rows, transaction.run("SELECT CAST($1 AS " + type + ")", {cell}));
      EXPECT_EQ(rows, (std::vector<Row>{{cell}}));
    }
    return {};
  });
  EXPECT_TRUE(outcome) << outcome.error().message;
  ASSERT_TRUE(this->put("big", big));
  EXPECT_EQ(this->rows("SELECT value FROM settings"), (std::vector<Row>{{big}}));
}

TYPED_TEST(EveryDatabase, RefusesATextWithAZeroByte) {
  const auto outcome = this->put("a", std::string("b\0c", 3));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidInput);
}

TYPED_TEST(EveryDatabase, TellsARepeatedKeyFromOtherErrors) {
  ASSERT_TRUE(this->put("a", "1"));
  const auto repeated = this->put("a", "2");
  ASSERT_FALSE(repeated);
  EXPECT_EQ(repeated.error().code, ErrorCode::kAlreadyExists);
  const auto null = this->database_->write([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(
        "INSERT INTO settings (account_id, name, value) VALUES ('1', 'b', $1)", {nullptr}));
    return {};
  });
  ASSERT_FALSE(null);
  EXPECT_EQ(null.error().code, ErrorCode::kInternal);
}

TYPED_TEST(EveryDatabase, KeepsReferencesWhole) {
  const auto outcome = this->database_->write([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(
        "INSERT INTO event_sessions (group_id, session_id, user_id) VALUES (7, 's', 'u')"));
    return {};
  });
  EXPECT_FALSE(outcome);
}

TYPED_TEST(EveryDatabase, NeverCommitsAfterAFailedStatement) {
  const auto outcome = this->database_->write([&](Transaction& transaction) -> Result<void> {
    EXPECT_TRUE(transaction.run(this->kPut, {std::string(), std::string(), std::string()}));
    EXPECT_FALSE(transaction.run("SELECT nothing FROM nowhere"));
    EXPECT_FALSE(transaction.run("SELECT 1"));
    return {};
  });
  EXPECT_FALSE(outcome);
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(EveryDatabase, RefusesAWrongNumberOfParameters) {
  const auto outcome = this->database_->read([](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run("SELECT $1", {}));
    return {};
  });
  EXPECT_FALSE(outcome);
}

TYPED_TEST(EveryDatabase, RefusesToWriteInARead) {
  const auto outcome = this->database_->read([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(transaction.run(this->kPut, {std::string(), std::string(), std::string()}));
    return {};
  });
  EXPECT_FALSE(outcome);
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(EveryDatabase, ReadsOneSnapshotWhileOthersWrite) {
  const auto count_of = [](Transaction& transaction) {
    return std::get<std::int64_t>((*transaction.run("SELECT COUNT(*) FROM settings"))[0][0]);
  };
  const auto outcome = this->database_->read([&](Transaction& transaction) -> Result<void> {
    EXPECT_EQ(count_of(transaction), 0);
    std::jthread([&] { EXPECT_TRUE(this->put("a", "1")); }).join();
    EXPECT_EQ(count_of(transaction), 0);
    return {};
  });
  EXPECT_TRUE(outcome);
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST(EveryDatabase, DrawsNumbersWithoutGapsOrRepeatsFromManyThreads) {
  constexpr int kThreads = 4, kDraws = 25;
  std::array<std::vector<std::int64_t>, kThreads> drawn;
  {
    std::vector<std::jthread> threads;
    for (auto& numbers : drawn) {
      threads.emplace_back([&] {
        for (int i = 0; i < kDraws; ++i) {
          EXPECT_TRUE(this->database_->write([&](Transaction& transaction) -> Result<void> {
            ATTUNE_TRY(first, draw_numbers(transaction, "test", 2));
            numbers.push_back(first);
            return {};
          }));
        }
      });
    }
  }
  std::vector<bool> seen(kThreads * kDraws, false);
  for (const auto& numbers : drawn) {
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
    for (const std::int64_t first : numbers) seen.at(static_cast<std::size_t>(first / 2)) = true;
  }
  EXPECT_EQ(std::ranges::count(seen, true), kThreads * kDraws);
}

TYPED_TEST(EveryDatabase, ServesMoreReadersThanConnectionsBesideAWriter) {
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&] {
      std::int64_t latest = 0;
      while (!done) {
        const std::int64_t now = this->count();
        EXPECT_GE(now, latest);
        latest = now;
      }
    });
  }
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(this->put(std::to_string(i), "v"));
  done = true;
  readers.clear();
  EXPECT_EQ(this->count(), 40);
}

TYPED_TEST(EveryDatabase, IsUnavailableWhileSomebodyElseHoldsTheLock) {
  const auto other = this->place_.open();
  const auto outcome = other->write([&](Transaction& transaction) -> Result<void> {
    ATTUNE_TRY_VOID(draw_numbers(transaction, "test"));
    const auto refused = this->put("a", "1");
    EXPECT_TRUE(!refused && refused.error().code == ErrorCode::kUnavailable);
    return {};
  });
  EXPECT_TRUE(outcome);
  EXPECT_TRUE(this->put("a", "1"));
}

TYPED_TEST(EveryDatabase, IsUnavailableWhenItsDiskIsFullAndLosesNothing) {
  this->database_ = this->place_.open_on_a_small_disk();
  const std::string value(20'000, 'x');
  std::int64_t stored = 0;
  Result<void> outcome;
  while (stored < 1000 && (outcome = this->put(std::to_string(stored), value))) ++stored;
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_GT(stored, 0);
  EXPECT_EQ(this->count(), stored);
}

TYPED_TEST(EveryDatabase, TakesEachMigrationOnceAndRefusesANewerSchema) {
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({.version = steps.back().version + 1,
                   .sql = "CREATE TABLE later (a TEXT); INSERT INTO later (a) VALUES ('once');"});
  ASSERT_TRUE(migrate(*this->database_, steps));
  ASSERT_TRUE(migrate(*this->database_, steps));
  EXPECT_EQ(this->rows("SELECT a FROM later").size(), 1U);
  const auto refused = migrate(*this->database_, migrations());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
}

TYPED_TEST(EveryDatabase, LeavesTheSchemaAloneWhenAMigrationFails) {
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({.version = steps.back().version + 1,
                   .sql = "CREATE TABLE later (a TEXT); INSERT INTO nowhere VALUES (1)"});
  EXPECT_FALSE(migrate(*this->database_, steps));
  EXPECT_TRUE(migrate(*this->database_, migrations()));
}

}  // namespace
}  // namespace attune::database
