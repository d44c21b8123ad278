#include "domain/data/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "domain/data/import.h"
#include "foundation/base/random.h"
#include "foundation/io/mapped_file.h"
#include "foundation/io/memory_source.h"

namespace attune::data {
namespace {

std::string content_of(const std::string& path) {
  const auto file = io::MappedFile::open(path);
  return file ? std::string(file->bytes().begin(), file->bytes().end()) : "";
}

std::string path_of(const std::string& name) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return testing::TempDir() + "attune_load_" + test->name() + "_" + name;
}

std::string import(const Schema& schema, const std::string& name, const std::string& text) {
  const std::vector<CsvFile> files{
      {.name = name, .open = [text]() -> Result<std::unique_ptr<io::ByteSource>> {
         return std::make_unique<io::MemorySource>(text);
       }}};
  const auto report = import_csv(schema, files, path_of(name), {});
  EXPECT_TRUE(report.has_value() && report->rows_bad == 0);
  return path_of(name);
}

Schema events_schema() {
  return {.dataset_type = DatasetType::kInteractions,
          .columns = {{.name = "USER_ID"},
                      {.name = "ITEM_ID"},
                      {.name = "TIMESTAMP", .type = ColumnType::kLong},
                      {.name = "EVENT_TYPE"},
                      {.name = "EVENT_VALUE", .type = ColumnType::kFloat, .nullable = true},
                      {.name = "DEVICE", .nullable = true, .categorical = true},
                      {.name = "PAGE_NUMBER", .type = ColumnType::kLong, .nullable = true}}};
}

const std::string kHeader = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE,PAGE_NUMBER\n";

std::vector<std::string> items_of(const InteractionTable& table, std::string_view user) {
  std::vector<std::string> items;
  const std::uint32_t index = table.users->find(user).value();
  for (std::uint64_t row = table.offsets[index]; row < table.offsets[index + 1]; ++row) {
    items.emplace_back(table.items->text(static_cast<std::uint32_t>(table.item[row])));
  }
  return items;
}

using Items = std::vector<std::string>;

TEST(LoadInteractions, SortsByUserThenTimeKeepingTheOrderOfTies) {
  const std::vector<std::string> paths{
      import(events_schema(), "a", kHeader + "u,c,3,x,,,\nv,a,1,x,,,\nu,b,1,x,,,\nu,a,1,x,,,\n"),
      import(events_schema(), "b", kHeader + "u,d,2,x,,,\nv,z,0,x,,,\n")};
  const auto table = load_interactions(events_schema(), paths, {}, {});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(items_of(*table, "u"), (Items{"b", "a", "d", "c"}));
  EXPECT_EQ(items_of(*table, "v"), (Items{"z", "a"}));
}

TEST(LoadInteractions, KeepsEqualEventsOnce) {
  const std::vector<std::string> paths{import(
      events_schema(), "a",
      kHeader + "u,a,1,x,,,\nu,a,1,x,,,\nu,a,1,y,,,\nu,a,1,x,2,,\nu,a,2,x,,,\nu,b,1,x,,,\n")};
  const std::vector<StreamedInteraction> streamed{{.user_id = "u",
                                                   .item_id = "b",
                                                   .event_type = "x",
                                                   .event_value = {},
                                                   .timestamp_s = 1,
                                                   .properties = ""}};
  const auto table = load_interactions(events_schema(), paths, streamed, {});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(items_of(*table, "u"), (Items{"a", "a", "a", "b", "a"}));
}

TEST(LoadInteractions, MapsStreamedPropertiesToColumns) {
  const std::vector<std::string> paths{
      import(events_schema(), "a", kHeader + "u,a,1,x,,phone,7\nu,b,2,x,,,\n")};
  const std::vector<StreamedInteraction> streamed{
      {.user_id = "u",
       .item_id = "c",
       .event_type = "",
       .event_value = 4.0F,
       .timestamp_s = 3,
       .properties = R"({"device":"tablet","pageNumber":"9","unknown":1})"}};
  const auto table = load_interactions(events_schema(), paths, streamed, {});
  ASSERT_TRUE(table.has_value());
  ASSERT_EQ(table->context.size(), 2U);
  const ContextColumn& device = table->context[0];
  EXPECT_EQ(device.categories->text(device.codes[0]), "phone");
  EXPECT_EQ(device.codes[1], kNoCategory);
  EXPECT_EQ(device.categories->text(device.codes[2]), "tablet");
  const ContextColumn& page = table->context[1];
  EXPECT_TRUE(page.numeric);
  EXPECT_EQ(page.numbers[0], 7.0F);
  EXPECT_TRUE(std::isnan(page.numbers[1]));
  EXPECT_EQ(page.numbers[2], 9.0F);
  EXPECT_EQ(table->event_type[2], kNoEventType);
}

TEST(LoadInteractions, SelectsByTypeWithoutCaseAndByValue) {
  const std::vector<std::string> paths{import(
      events_schema(), "a",
      kHeader + "u,a,1,Click,,,\nu,b,2,view,5,,\nu,c,3,RATE,3,,\nu,d,4,rate,4,,\nw,e,5,rate,,,\n")};
  EventSelection selection;
  selection.rules = {{.event_type = "click", .value_min = {}, .weight = 1.0},
                     {.event_type = "rate", .value_min = 3.5, .weight = 2.0}};
  const auto table = load_interactions(events_schema(), paths, {}, selection);
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(items_of(*table, "u"), (Items{"a", "d"}));
  EXPECT_EQ(table->users->find("w"), std::nullopt);
  EXPECT_EQ(table->item_count(), 2U);
}

TEST(LoadUnselectedInteractions, GivesTheOtherRowsOfKnownItems) {
  const std::vector<std::string> paths{
      import(events_schema(), "a",
             kHeader + "u,a,1,view,,,\nu,b,2,Buy,,,\nv,a,3,buy,,phone,\nw,c,4,buy,,,\n")};
  const std::vector<StreamedInteraction> streamed{{.user_id = "u",
                                                   .item_id = "a",
                                                   .event_type = "cart",
                                                   .event_value = {},
                                                   .timestamp_s = 0,
                                                   .properties = ""},
                                                  {.user_id = "v",
                                                   .item_id = "b",
                                                   .event_type = "VIEW",
                                                   .event_value = {},
                                                   .timestamp_s = 9,
                                                   .properties = ""}};
  const EventSelection views{.rules = {{.event_type = "view", .value_min = {}}}};
  const auto known = load_interactions(events_schema(), paths, streamed, views);
  ASSERT_TRUE(known.has_value());
  const auto others = load_unselected_interactions(events_schema(), paths, streamed, views, *known);
  ASSERT_TRUE(others.has_value()) << others.error().message;
  EXPECT_EQ(others->items, known->items);
  EXPECT_EQ(items_of(*others, "u"), (Items{"a", "b"}));
  EXPECT_EQ(items_of(*others, "v"), (Items{"a"}));
  EXPECT_EQ(items_of(*others, "w"), Items{}) << "no known item, and yet a user";
  EXPECT_TRUE(others->context.empty());
  ASSERT_GT(others->event_types->size(), known->event_types->size());
  for (std::uint32_t type = 0; type < known->event_types->size(); ++type) {
    EXPECT_EQ(others->event_types->text(type), known->event_types->text(type));
  }
}

TEST(LoadInteractions, AgreesWithANaiveSortOfRandomEvents) {
  Random random(11);
  std::string text = kHeader;
  using Key = std::tuple<std::string, int, std::string>;
  std::vector<std::pair<Key, int>> naive;
  std::set<Key> seen;
  for (int row = 0; row < 200'000; ++row) {
    const std::string user = "u" + std::to_string(random.below(50));
    const std::string item = "i" + std::to_string(random.below(40));
    const int time = static_cast<int>(random.below(60));
    text += user + "," + item + "," + std::to_string(time) + ",x,,,\n";
    if (seen.emplace(user, time, item).second) naive.push_back({{user, time, item}, row});
  }
  std::ranges::sort(naive, {}, [](const auto& entry) {
    return std::tuple(std::get<0>(entry.first), std::get<1>(entry.first), entry.second);
  });
  const std::vector<std::string> paths{import(events_schema(), "a", text)};
  const auto table = load_interactions(events_schema(), paths, {}, {});
  ASSERT_TRUE(table.has_value());
  ASSERT_EQ(table->row_count(), naive.size());
  for (std::size_t begin = 0; begin < naive.size();) {
    const std::string user = std::get<0>(naive[begin].first);
    Items expected;
    for (; begin < naive.size() && std::get<0>(naive[begin].first) == user; ++begin) {
      expected.push_back(std::get<2>(naive[begin].first));
    }
    ASSERT_EQ(items_of(*table, user), expected) << user;
  }
}

TEST(Interactions, AreSavedAndReadBackAlike) {
  const std::vector<std::string> paths{
      import(events_schema(), "a", kHeader + "u,a,1,x,,phone,7\nv,b,2,y,3,,\n")};
  const auto table = load_interactions(events_schema(), paths, {}, {});
  ASSERT_TRUE(table.has_value());
  const std::string path = path_of("saved");
  ASSERT_TRUE(save_interactions(*table, path).has_value());
  const auto again = read_interactions(path);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(fingerprint(*again), fingerprint(*table));
  EXPECT_EQ(again->row_count(), 2U);
  EXPECT_EQ(fingerprint(*table).size(), 16U);
}

TEST(Interactions, AreRefusedWhenAnyByteChanged) {
  const std::vector<std::string> paths{
      import(events_schema(), "a", kHeader + "u,a,1,x,,phone,7\nv,b,2,y,3,,\n")};
  const std::string path = path_of("saved");
  const auto table = load_interactions(events_schema(), paths, {}, {});
  ASSERT_TRUE(save_interactions(*table, path).has_value());
  const std::string good = content_of(path);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    EXPECT_FALSE(read_interactions(path).has_value()) << at;
  }
}

TEST(Fingerprint, ChangesWithTheData) {
  const std::vector<std::string> one{import(events_schema(), "a", kHeader + "u,a,1,x,,,\n")};
  const std::vector<std::string> other{import(events_schema(), "b", kHeader + "u,a,2,x,,,\n")};
  EXPECT_NE(fingerprint(*load_interactions(events_schema(), one, {}, {})),
            fingerprint(*load_interactions(events_schema(), other, {}, {})));
}

Schema items_schema() {
  return {.dataset_type = DatasetType::kItems,
          .columns = {{.name = "ITEM_ID"},
                      {.name = "TITLE", .nullable = true},
                      {.name = "GENRES", .nullable = true, .categorical = true},
                      {.name = "PRICE", .type = ColumnType::kFloat, .nullable = true}}};
}

TEST(LoadEntities, KeepsTheNewestRecordOfAnId) {
  const std::string header = "ITEM_ID,TITLE,GENRES,PRICE\n";
  const std::vector<std::string> paths{
      import(items_schema(), "a", header + "1,One,A|B,5\n2,Two,B,\n"),
      import(items_schema(), "b", header + "2,Deux,C,7\n3,Three,,1\n")};
  const std::vector<StreamedEntity> streamed{
      {.id = "1", .properties = R"({"title":"Uno","genres":"B|D","price":"9.5"})"}};
  const auto table = load_entities(items_schema(), paths, streamed);
  ASSERT_TRUE(table.has_value());
  ASSERT_EQ(table->row_count(), 3U);
  ASSERT_EQ(table->columns.size(), 3U);
  EXPECT_EQ(table->find("title")->texts, (Items{"Uno", "Deux", "Three"}));
  EXPECT_EQ(table->find("Price")->numbers, (std::vector<double>{9.5, 7.0, 1.0}));
  const EntityColumn& genres = *table->find("GENRES");
  EXPECT_EQ(genres.category_offsets, (std::vector<std::uint32_t>{0, 2, 3, 3}));
  EXPECT_EQ(genres.categories->text(genres.category_codes[1]), "D");
  EXPECT_TRUE(genres.is_null[2]);
  EXPECT_EQ(table->find("nothing"), nullptr);
}

TEST(LoadEntities, LeavesColumnsOfAGrownSchemaEmpty) {
  const std::vector<std::string> paths{
      import(items_schema(), "a", "ITEM_ID,TITLE,GENRES,PRICE\n1,One,A,5\n")};
  Schema grown = items_schema();
  grown.columns.push_back({.name = "COLOUR", .nullable = true, .categorical = true});
  const auto table = load_entities(grown, paths, {});
  ASSERT_TRUE(table.has_value());
  EXPECT_TRUE(table->find("COLOUR")->is_null[0]);
}

}  // namespace
}  // namespace attune::data
