#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/database/connection_pool.h"
#include "foundation/database/database.h"
#include "foundation/database/sqlite_connection.h"

namespace attune::database {
namespace {

constexpr std::chrono::seconds kLong{60};

TEST(ConnectionPool, HandsAConnectionToWhoeverWaitsLongest) {
  ConnectionPool<int> pool;
  pool.add(std::make_unique<int>(1));
  auto borrowed = pool.borrow(kLong);
  ASSERT_NE(borrowed, nullptr);
  std::jthread waiter([&] {
    auto mine = pool.borrow(kLong);
    EXPECT_NE(mine, nullptr);
    pool.give_back(std::move(mine));
  });
  pool.give_back(std::move(borrowed));
  waiter.join();
  EXPECT_NE(pool.borrow(std::chrono::milliseconds(0)), nullptr);
}

TEST(ConnectionPool, GivesUpWhenNoneComesInTime) {
  ConnectionPool<int> pool;
  EXPECT_EQ(pool.borrow(std::chrono::milliseconds(1)), nullptr);
  pool.add(std::make_unique<int>(1));
  EXPECT_NE(pool.borrow(std::chrono::milliseconds(1)), nullptr);
}

TEST(SqliteConnection, WorksWithMoreStatementsThanItKeeps) {
  auto connection =
      SqliteConnection::open(":memory:", Access::kReadWrite, {.statements_per_connection_max = 2});
  ASSERT_TRUE(connection);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i) {
      const auto rows = (*connection)->run("SELECT " + std::to_string(i), {});
      ASSERT_TRUE(rows);
      EXPECT_EQ((*rows)[0][0], Cell(std::int64_t{i}));
    }
  }
}

TEST(SqliteConnection, BindsParametersByTheirNumbers) {
  auto connection = SqliteConnection::open(":memory:", Access::kReadWrite, {});
  ASSERT_TRUE(connection);
  const std::vector<Cell> parameters{std::int64_t{10}, std::int64_t{20}};
  const auto rows = (*connection)->run("SELECT $2, $1, $2", parameters);
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0], (Row{std::int64_t{20}, std::int64_t{10}, std::int64_t{20}}));
  EXPECT_FALSE((*connection)->run("SELECT ?", std::vector<Cell>{std::int64_t{1}}));
}

TEST(OpenSqlite, SaysWhichFileItCannotOpen) {
  const auto opened = open_sqlite("/nowhere/attune.db");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("/nowhere/attune.db"), std::string::npos);
}

}  // namespace
}  // namespace attune::database
