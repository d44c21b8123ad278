#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/gateway/test_server.h"
#include "foundation/database/database.h"
#include "foundation/json/value.h"

namespace attune::gateway {
namespace {

constexpr std::string_view kItems =
    R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema",)"
    R"("version":"1.0","fields":[{"name":"ITEM_ID","type":"string"},)"
    R"({"name":"GENRES","type":["null","string"],"categorical":true},)"
    R"({"name":"PRICE","type":"float"}]})";
constexpr std::string_view kUsers =
    R"({"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema",)"
    R"("version":"1.0","fields":[{"name":"USER_ID","type":"string"},)"
    R"({"name":"AGE","type":["null","int"]}]})";

std::string arn(std::string_view tail) {
  return "arn:aws:personalize:eu-west-1:123456789012:" + std::string(tail);
}

/// An id and the text of its properties.
using Sent = std::pair<std::string, std::string>;
using Kept = std::vector<Sent>;

class PutRecordsTest : public testing::Test {
 protected:
  PutRecordsTest() {
    server.call("CreateDatasetGroup", R"({"name":"g"})");
    create_schema("items", kItems);
    create_schema("users", kUsers);
    server.pump();
    server.control().metadata_changed = [this](std::string_view account, std::string_view group) {
      changed += std::string(account) + ' ' + std::string(group) + '\n';
    };
  }

  void create_schema(std::string_view name, std::string_view text) {
    const json::Value body =
        json::Object{{"name", std::string(name)}, {"schema", std::string(text)}};
    EXPECT_EQ(server.call("CreateSchema", json::write(body)).status, 200);
  }
  void create_dataset(const std::string& type) {
    const json::Value body = json::Object{{"name", type},
                                          {"schemaArn", arn("schema/" + type)},
                                          {"datasetGroupArn", arn("dataset-group/g")},
                                          {"datasetType", type}};
    const Seen made = server.call("CreateDataset", json::write(body));
    EXPECT_EQ(made.status, 200) << made.body;
  }
  void make_active(const std::string& type) {
    create_dataset(type);
    server.pump();
  }

  Seen put_items(const std::vector<Sent>& items, std::string_view dataset = "dataset/g/ITEMS") {
    return put({.path = "/items", .list = "items", .id = "itemId"}, items, dataset);
  }
  Seen put_users(const std::vector<Sent>& users, std::string_view dataset = "dataset/g/USERS") {
    return put({.path = "/users", .list = "users", .id = "userId"}, users, dataset);
  }

  /// What is stored, oldest first.
  Kept kept() {
    Kept all;
    const auto read =
        server.control().database.read([&](database::Transaction& transaction) -> Result<void> {
          ATTUNE_TRY(rows, transaction.run("SELECT record_id, properties FROM entity_records "
                                           "WHERE account_id = '123456789012' ORDER BY sequence"));
          for (const database::Row& row : rows) {
            all.emplace_back(std::get<std::string>(row[0]), std::get<std::string>(row[1]));
          }
          return {};
        });
    EXPECT_TRUE(read.has_value());
    return all;
  }

  TestServer server;
  std::string changed;

 private:
  struct Spelling {
    std::string_view path, list, id;
  };
  Seen put(const Spelling& spelling, const std::vector<Sent>& records, std::string_view dataset) {
    json::Array list;
    for (const auto& [id, properties] : records) {
      list.push_back(json::Object{{std::string(spelling.id), id}, {"properties", properties}});
    }
    const json::Value body =
        json::Object{{"datasetArn", arn(dataset)}, {std::string(spelling.list), std::move(list)}};
    return server.post(spelling.path, json::write(body));
  }
};

TEST_F(PutRecordsTest, ItemsAreKeptByTheirColumns) {
  make_active("items");
  const Seen seen = put_items({{"i1", R"({"genres":"Action|Crime","price":"1.5"})"},
                               {"i2", R"({"price":2,"colour":"red"})"}});
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(seen.body, "");
  EXPECT_EQ(kept(),
            (Kept{{"i1", R"({"GENRES":"Action|Crime","PRICE":1.5})"}, {"i2", R"({"PRICE":2})"}}));
  EXPECT_EQ(changed, "123456789012 " + arn("dataset-group/g") + '\n');
}

TEST_F(PutRecordsTest, ARecordIsReplacedAsAWhole) {
  make_active("items");
  EXPECT_EQ(
      put_items({{"i1", R"({"genres":"Action","price":1})"}, {"i2", R"({"price":2})"}}).status,
      200);
  EXPECT_EQ(put_items({{"i1", R"({"price":3})"}, {"i1", R"({"price":4})"}}).status, 200);
  EXPECT_EQ(kept(), (Kept{{"i2", R"({"PRICE":2})"}, {"i1", R"({"PRICE":4})"}}));
}

TEST_F(PutRecordsTest, UsersMayLackNullableColumns) {
  make_active("users");
  EXPECT_EQ(put_users({{"u1", R"({"age":"33"})"}, {"u2", "{}"}}).status, 200);
  EXPECT_EQ(kept(), (Kept{{"u1", R"({"AGE":33})"}, {"u2", "{}"}}));
  const Seen without = server.post(
      "/users", R"({"datasetArn":")" + arn("dataset/g/USERS") + R"(","users":[{"userId":"u3"}]})");
  EXPECT_EQ(without.status, 200) << without.body;
}

TEST_F(PutRecordsTest, OneBadRecordRefusesAll) {
  make_active("items");
  const Seen seen = put_items({{"i1", R"({"price":1})"}, {"i2", R"({"genres":"Action"})"}});
  EXPECT_EQ(seen.status, 400);
  EXPECT_EQ(seen.code, "InvalidInputException");
  EXPECT_NE(seen.text("message").find("items[1].properties: column PRICE"), std::string::npos)
      << seen.body;
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(changed, "");
}

TEST_F(PutRecordsTest, ADatasetOfAnotherTypeIsRefused) {
  make_active("items");
  make_active("users");
  EXPECT_EQ(put_items({{"i", "{}"}}, "dataset/g/USERS").code, "InvalidInputException");
  EXPECT_EQ(put_users({{"u", "{}"}}, "dataset/g/ITEMS").code, "InvalidInputException");
}

TEST_F(PutRecordsTest, AnUnknownDatasetIs404) {
  const Seen seen = put_items({{"i", R"({"price":1})"}});
  EXPECT_EQ(seen.status, 404);
  EXPECT_EQ(seen.code, "ResourceNotFoundException");
}

TEST_F(PutRecordsTest, ADatasetThatIsBeingCreatedOrDeletedIs409) {
  create_dataset("items");
  const Seen creating = put_items({{"i", R"({"price":1})"}});
  EXPECT_EQ(creating.status, 409);
  EXPECT_EQ(creating.code, "ResourceInUseException");
  server.pump();
  EXPECT_EQ(put_items({{"i", R"({"price":1})"}}).status, 200);
  server.call("DeleteDataset", R"({"datasetArn":")" + arn("dataset/g/ITEMS") + "\"}");
  EXPECT_EQ(put_items({{"i", R"({"price":1})"}}).status, 409);
}

}  // namespace
}  // namespace attune::gateway
