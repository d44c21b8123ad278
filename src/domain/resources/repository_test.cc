#include "domain/resources/repository.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/database/temporary_database.h"

namespace attune::resources {
namespace {

Resource campaign(const std::string& name, const std::string& parent_arn = "solution") {
  return {.account_id = "1",
          .arn = "arn:aws:personalize:eu-central-1:1:campaign/" + name,
          .kind = "campaign",
          .name = name,
          .parent_arn = parent_arn,
          .status = "CREATE PENDING",
          .failure_reason = "",
          .created_at_ms = 10,
          .updated_at_ms = 10,
          .body = R"({"minProvisionedTPS":1})"};
}

class ResourcesTest : public testing::Test {
 protected:
  Result<void> write(const std::function<Result<void>(Resources&)>& work) {
    return database_->write([&](database::Transaction& transaction) {
      Resources resources(transaction);
      return work(resources);
    });
  }
  void insert(const Resource& resource) {
    const auto outcome = write([&](Resources& resources) { return resources.insert(resource); });
    ASSERT_TRUE(outcome) << outcome.error().message;
  }
  std::optional<Resource> find(const std::string& account_id, const std::string& arn) {
    std::optional<Resource> found;
    EXPECT_TRUE(write([&](Resources& resources) -> Result<void> {
      ATTUNE_TRY(resource, resources.find(account_id, arn));
      found = resource;
      return {};
    }));
    return found;
  }
  std::vector<std::string> names(const ListQuery& query) {
    std::vector<std::string> names;
    EXPECT_TRUE(write([&](Resources& resources) -> Result<void> {
      ATTUNE_TRY(listed, resources.list(query));
      for (const ListedResource& row : listed) {
        names.push_back(row.resource.name);
        last_rowid_ = row.rowid;
      }
      return {};
    }));
    return names;
  }
  std::int64_t count(std::optional<std::string> parent_arn,
                     const std::vector<std::string>& statuses) {
    std::int64_t found = -1;
    EXPECT_TRUE(write([&](Resources& resources) -> Result<void> {
      ATTUNE_TRY(counted, resources.count("1", "campaign", parent_arn, statuses));
      found = counted;
      return {};
    }));
    return found;
  }

  database::TemporaryDatabase database_;
  std::int64_t last_rowid_ = 0;
};

TEST_F(ResourcesTest, FindsWhatWasInserted) {
  insert(campaign("a"));
  const auto found = find("1", campaign("a").arn);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "a");
  EXPECT_EQ(found->body, campaign("a").body);
  EXPECT_EQ(found->parent_arn, "solution");
  EXPECT_EQ(found->created_at_ms, 10);
}

TEST_F(ResourcesTest, KeepsAccountsApart) {
  insert(campaign("a"));
  EXPECT_EQ(find("2", campaign("a").arn), std::nullopt);
  Resource other = campaign("a");
  other.account_id = "2";
  insert(other);
  EXPECT_EQ(names({.account_id = "2", .kind = "campaign"}).size(), 1U);
}

TEST_F(ResourcesTest, RefusesARepeatedArnAndLetsTheCallerGoOn) {
  insert(campaign("a"));
  EXPECT_TRUE(write([&](Resources& resources) -> Result<void> {
    const auto repeated = resources.insert(campaign("a"));
    EXPECT_TRUE(!repeated && repeated.error().code == ErrorCode::kAlreadyExists);
    return resources.insert(campaign("b"));
  }));
  EXPECT_EQ(count(std::nullopt, {}), 2);
}

TEST_F(ResourcesTest, UpdatesOnlyTheRevisionThatWasRead) {
  insert(campaign("a"));
  Resource mine = *find("1", campaign("a").arn);
  const Resource stale = mine;
  mine.status = "ACTIVE";
  mine.body = "{}";
  EXPECT_TRUE(write([&](Resources& resources) { return resources.update(mine); }));
  const auto refused = write([&](Resources& resources) { return resources.update(stale); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  const Resource now = *find("1", mine.arn);
  EXPECT_EQ(now.status, "ACTIVE");
  EXPECT_EQ(now.body, "{}");
  EXPECT_EQ(now.revision, mine.revision + 1);
}

TEST_F(ResourcesTest, MissesWhatWasRemoved) {
  insert(campaign("a"));
  const Resource resource = *find("1", campaign("a").arn);
  const auto remove = [&](Resources& resources) { return resources.remove("1", resource.arn); };
  EXPECT_TRUE(write(remove));
  EXPECT_EQ(find("1", resource.arn), std::nullopt);
  const auto update = [&](Resources& resources) { return resources.update(resource); };
  EXPECT_EQ(write(update).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(write(remove).error().code, ErrorCode::kNotFound);
  insert(campaign("a"));
}

TEST_F(ResourcesTest, ListsNewestFirstInPages) {
  for (const char* name : {"a", "b", "c", "d", "e"}) insert(campaign(name));
  ListQuery query{.account_id = "1", .kind = "campaign", .limit = 2};
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(query), (Names{"e", "d"}));
  query.after_rowid = last_rowid_;
  insert(campaign("later"));
  EXPECT_EQ(names(query), (Names{"c", "b"}));
  query.after_rowid = last_rowid_;
  EXPECT_EQ(names(query), (Names{"a"}));
  query.after_rowid = last_rowid_;
  EXPECT_EQ(names(query), Names{});
}

TEST_F(ResourcesTest, ListsByParentRegionAndKind) {
  insert(campaign("a", "one"));
  insert(campaign("b", "two"));
  Resource elsewhere = campaign("c", "two");
  elsewhere.arn = "arn:aws:personalize:us-east-1:1:campaign/c";
  insert(elsewhere);
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({.account_id = "1", .kind = "campaign", .parent_arn = "two"}), (Names{"c", "b"}));
  EXPECT_EQ(names({.account_id = "1", .kind = "campaign", .region = "us-east-1"}), (Names{"c"}));
  EXPECT_EQ(names({.account_id = "1", .kind = "filter"}), Names{});
}

TEST_F(ResourcesTest, CountsByParentAndStatus) {
  insert(campaign("a", "one"));
  insert(campaign("b", "one"));
  insert(campaign("c", "two"));
  Resource resource = *find("1", campaign("a").arn);
  resource.status = "ACTIVE";
  ASSERT_TRUE(write([&](Resources& resources) { return resources.update(resource); }));
  EXPECT_EQ(count(std::nullopt, {}), 3);
  EXPECT_EQ(count("one", {}), 2);
  EXPECT_EQ(count("one", {"ACTIVE"}), 1);
  EXPECT_EQ(count(std::nullopt, {"CREATE PENDING", "ACTIVE"}), 3);
  EXPECT_EQ(count(std::nullopt, {"CREATE FAILED"}), 0);
}

}  // namespace
}  // namespace attune::resources
