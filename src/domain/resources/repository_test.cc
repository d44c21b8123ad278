#include "domain/resources/repository.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/database.h"

namespace attune::resources {
namespace {

class ResourcesTest : public testing::Test {
 protected:
  ResourcesTest()
      : path_(std::filesystem::temp_directory_path() / ("attune-rows-" + make_hex_id(12) + ".db")) {
    auto opened = database::open_sqlite(path_);
    if (opened) database_ = std::move(*opened);
  }
  ~ResourcesTest() override {
    database_.reset();
    for (const std::string suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }
  static Resource resource(const std::string& name, const std::string& account = "1") {
    Resource row;
    row.account_id = account;
    row.arn = "arn:aws:personalize:eu-west-1:" + account + ":solution/" + name;
    row.kind = "solution";
    row.name = name;
    row.parent_arn = "group";
    row.status = "ACTIVE";
    row.body = "{}";
    return row;
  }
  Result<void> with(const std::function<Result<void>(Resources&)>& work) {
    return database_->write([&](database::Transaction& transaction) {
      Resources resources(transaction);
      return work(resources);
    });
  }
  void insert(const Resource& row) {
    ASSERT_TRUE(with([&](Resources& resources) { return resources.insert(row); }).has_value());
  }
  std::vector<std::string> names(const ListQuery& query) {
    std::vector<std::string> result;
    EXPECT_TRUE(with([&](Resources& resources) -> Result<void> {
                  ATTUNE_TRY(rows, resources.list(query));
                  for (const auto& row : rows) result.push_back(row.resource.name);
                  return {};
                }).has_value());
    return result;
  }

  const std::string path_;
  std::unique_ptr<database::Database> database_;
};

TEST_F(ResourcesTest, FindWhatWasInsertedForItsAccountOnly) {
  insert(resource("a", "1"));
  EXPECT_TRUE(with([&](Resources& resources) -> Result<void> {
                ATTUNE_TRY(mine, resources.find("1", resource("a", "1").arn));
                EXPECT_TRUE(mine.has_value());
                EXPECT_EQ(mine->name, "a");
                ATTUNE_TRY(theirs, resources.find("2", resource("a", "1").arn));
                EXPECT_FALSE(theirs.has_value());
                return {};
              }).has_value());
}

TEST_F(ResourcesTest, RefuseASecondRowOfAnArn) {
  insert(resource("a"));
  const auto outcome = with([&](Resources& resources) { return resources.insert(resource("a")); });
  EXPECT_EQ(outcome.error().code, ErrorCode::kAlreadyExists);
}

TEST_F(ResourcesTest, RefuseAnUpdateOfARevisionThatIsGone) {
  insert(resource("a"));
  Resource row = resource("a");
  row.status = "CREATE FAILED";
  EXPECT_TRUE(with([&](Resources& resources) { return resources.update(row); }).has_value());
  EXPECT_EQ(with([&](Resources& resources) { return resources.update(row); }).error().code,
            ErrorCode::kUnavailable);
  row.revision = 1;
  EXPECT_TRUE(with([&](Resources& resources) { return resources.update(row); }).has_value());
  EXPECT_EQ(
      with([&](Resources& resources) { return resources.update(resource("b")); }).error().code,
      ErrorCode::kNotFound);
}

TEST_F(ResourcesTest, ListNewestFirstInPages) {
  for (const std::string name : {"a", "b", "c"}) insert(resource(name));
  EXPECT_EQ(names({.account_id = "1", .kind = "solution", .region = "eu-west-1"}),
            (std::vector<std::string>{"c", "b", "a"}));
  EXPECT_EQ(names({.account_id = "1", .kind = "solution", .region = "", .after_rowid = 3}),
            (std::vector<std::string>{"b", "a"}));
  EXPECT_TRUE(names({.account_id = "1", .kind = "solution", .region = "us-east-1"}).empty());
  EXPECT_TRUE(
      names({.account_id = "1", .kind = "solution", .region = "", .parent_arn = "x"}).empty());
}

TEST_F(ResourcesTest, CountByParentAndStatus) {
  insert(resource("a"));
  Resource failed = resource("b");
  failed.status = "CREATE FAILED";
  insert(failed);
  EXPECT_TRUE(with([&](Resources& resources) -> Result<void> {
                ATTUNE_TRY(all, resources.count("1", "solution", "group", {}));
                EXPECT_EQ(all, 2);
                ATTUNE_TRY(some,
                           resources.count("1", "solution", {}, {"ACTIVE", "CREATE PENDING"}));
                EXPECT_EQ(some, 1);
                return {};
              }).has_value());
}

TEST_F(ResourcesTest, FreeTheArnOfARemovedRow) {
  insert(resource("a"));
  EXPECT_TRUE(with([&](Resources& resources) {
                return resources.remove("1", resource("a").arn);
              }).has_value());
  insert(resource("a"));
}

}  // namespace
}  // namespace attune::resources
