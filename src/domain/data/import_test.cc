#include "domain/data/import.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "domain/data/load.h"
#include "domain/data/segment.h"
#include "foundation/io/file_source.h"
#include "foundation/io/mapped_file.h"
#include "foundation/io/memory_source.h"

namespace attune::data {
namespace {

std::string content_of(const std::string& path) {
  const auto file = io::MappedFile::open(path);
  return file ? std::string(file->bytes().begin(), file->bytes().end()) : "";
}

CsvFile csv(std::string name, std::string text) {
  return {.name = std::move(name),
          .open = [text = std::move(text)]() -> Result<std::unique_ptr<io::ByteSource>> {
            return std::make_unique<io::MemorySource>(text);
          }};
}

std::string segment_path() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return testing::TempDir() + "attune_import_" + test->name();
}

Schema interactions_schema() {
  return {.dataset_type = DatasetType::kInteractions,
          .columns = {{.name = "USER_ID"},
                      {.name = "ITEM_ID"},
                      {.name = "TIMESTAMP", .type = ColumnType::kLong},
                      {.name = "EVENT_TYPE"},
                      {.name = "EVENT_VALUE", .type = ColumnType::kFloat, .nullable = true}}};
}

Schema items_schema() {
  return {.dataset_type = DatasetType::kItems,
          .columns = {{.name = "ITEM_ID"},
                      {.name = "TITLE", .nullable = true},
                      {.name = "GENRES", .nullable = true, .categorical = true},
                      {.name = "PRICE", .type = ColumnType::kDouble, .nullable = true},
                      {.name = "ADULT", .type = ColumnType::kBoolean, .nullable = true}}};
}

Result<ImportReport> import(const Schema& schema, const std::vector<CsvFile>& files,
                            const ImportOptions& options = {}) {
  return import_csv(schema, files, segment_path(), options);
}

const std::string kHeader = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n";

TEST(ImportCsv, TakesColumnsInAnyOrderPerFileAndIgnoresOthers) {
  const auto report =
      import(interactions_schema(), {csv("a", kHeader + "u,i,5,click,1.5\n"),
                                     csv("b",
                                         "note,TIMESTAMP,user_id,EventType,ITEM_ID,EVENT_VALUE\n"
                                         "x,6.0,v,buy,i,\n")});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->rows_kept, 2U);
  const auto segment = Segment::open(segment_path());
  ASSERT_TRUE(segment.has_value()) << segment.error().message;
  EXPECT_EQ(segment->row_count(), 2U);
  EXPECT_EQ(segment->column(1, 2).integers[0], 6);
  EXPECT_EQ(segment->dictionary(0).text(segment->column(1, 0).codes[0]), "v");
  EXPECT_TRUE(segment->column(1, 4).is_null(0));
  EXPECT_EQ(segment->column(0, 4).numbers[0], 1.5);
}

TEST(ImportCsv, NamesTheMissingColumns) {
  const auto report = import(interactions_schema(), {csv("a", "USER_ID,TIMESTAMP,EVENT_VALUE\n")});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().message,
            "Input CSV is missing the following columns:[ITEM_ID, EVENT_TYPE]");
  EXPECT_FALSE(std::filesystem::exists(segment_path()));
}

TEST(ImportCsv, PassesOverEmptyFilesButNotOnlyThose) {
  EXPECT_TRUE(import(interactions_schema(), {csv("_SUCCESS", ""), csv("a", kHeader)}).has_value());
  EXPECT_FALSE(import(interactions_schema(), {csv("_SUCCESS", "")}).has_value());
}

TEST(ImportCsv, ReportsBadRowsWithLineColumnValueAndReason) {
  const auto report = import(interactions_schema(), {csv("a.csv", kHeader + "u,i,1,c,\n"
                                                                            "u,i,soon,c,\n"
                                                                            ",i,1,c,\n"
                                                                            "u,i,1\n"
                                                                            "u,\"i,1,c,\n"
                                                                            "u,i,2,c,high\n"
                                                                            "u,i,3,c,2\n")});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->rows_read, 7U);
  EXPECT_EQ(report->rows_kept, 2U);
  ASSERT_EQ(report->bad_rows.size(), 5U);
  const std::vector<std::pair<std::uint64_t, std::string>> expected{
      {3, "TIMESTAMP"}, {4, "USER_ID"}, {5, ""}, {6, ""}, {7, "EVENT_VALUE"}};
  for (std::size_t at = 0; at < expected.size(); ++at) {
    EXPECT_EQ(report->bad_rows[at].line, expected[at].first);
    EXPECT_EQ(report->bad_rows[at].column, expected[at].second);
    EXPECT_EQ(report->bad_rows[at].file, "a.csv");
    EXPECT_FALSE(report->bad_rows[at].reason.empty());
  }
  EXPECT_EQ(report->bad_rows[0].value, "soon");
}

TEST(ImportCsv, FailsAsAWholeForAnOverlongCategory) {
  const auto report =
      import(items_schema(),
             {csv("a", "ITEM_ID,TITLE,GENRES,PRICE,ADULT\ni,," + std::string(1001, 'g') + ",,\n")});
  ASSERT_FALSE(report.has_value());
  EXPECT_NE(report.error().message.find("1000 characters"), std::string::npos);
}

TEST(ImportCsv, StopsWhenProgressSaysSo) {
  ImportOptions options;
  options.on_progress = [](const ImportReport&) { return false; };
  const auto report = import(interactions_schema(), {csv("a", kHeader + "u,i,1,c,\n")}, options);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::kCancelled);
}

TEST(ImportCsv, WritesTheSameBytesForAnyNumberOfThreads) {
  std::string text = kHeader;
  for (int row = 0; row < 200'000; ++row) {
    text += "u" + std::to_string(row % 977) + ",\"i" + std::to_string(row % 313) + "\"," +
            std::to_string(row) + ",click,\n";
  }
  std::vector<std::string> contents;
  for (const std::size_t threads : {1U, 3U}) {
    ImportOptions options;
    options.thread_count = threads;
    ASSERT_TRUE(import(interactions_schema(), {csv("a", text)}, options).has_value());
    contents.push_back(content_of(segment_path()));
  }
  EXPECT_TRUE(contents[0] == contents[1]);
}

TEST(Segment, RefusesEveryTruncationAndChangedByte) {
  ASSERT_TRUE(import(items_schema(), {csv("a",
                                          "ITEM_ID,TITLE,GENRES,PRICE,ADULT\n"
                                          "i,One,A|B,1,true\nj,,,,\n")})
                  .has_value());
  const std::string good = content_of(segment_path());
  const std::string path = segment_path() + "_damaged";
  const auto opens = [&path](const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return Segment::open(path).has_value();
  };
  EXPECT_TRUE(opens(good));
  for (std::size_t size = 0; size < good.size(); size += 7)
    EXPECT_FALSE(opens(good.substr(0, size)));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const bool unused = at >= 12 && at < 16;  // the header's reserved bytes
    EXPECT_EQ(opens(changed), unused) << at;
  }
}

TEST(GuessSchema, TypesReservedColumnsNumbersAndCategories) {
  const auto schema =
      guess_schema(DatasetType::kItems, csv("items",
                                            "ITEM_ID,TITLE,GENRES,YEAR,SCORE,CREATION_TIMESTAMP\n"
                                            "1,One,A|B,1999,2.5,5\n2,Two,A,2000,3,6\n"));
  ASSERT_TRUE(schema.has_value()) << schema.error().message;
  EXPECT_EQ(schema->dataset_type, DatasetType::kItems);
  EXPECT_FALSE(schema->find("ITEM_ID")->nullable);
  EXPECT_TRUE(schema->find("TITLE")->item_name);
  EXPECT_TRUE(schema->find("GENRES")->categorical);
  EXPECT_EQ(schema->find("YEAR")->type, ColumnType::kLong);
  EXPECT_EQ(schema->find("SCORE")->type, ColumnType::kDouble);
  EXPECT_EQ(schema->find("CREATION_TIMESTAMP")->type, ColumnType::kLong);
  EXPECT_FALSE(guess_schema(DatasetType::kUsers, csv("users", "NAME\nx\n")).has_value());
  EXPECT_FALSE(guess_schema(DatasetType::kUsers, csv("users", "")).has_value());
}

CsvFile file_of(const std::string& path) {
  return {.name = path, .open = [path]() -> Result<std::unique_ptr<io::ByteSource>> {
            auto source = io::FileSource::open(path);
            if (!source) return std::unexpected(source.error());
            return std::move(*source);
          }};
}

TEST(ImportCsv, ReadsTheRatingsOfMovieLens1M) {
  const char* folder = std::getenv("ATTUNE_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "ATTUNE_TEST_DATA names no folder with ml-1m in it";
  const CsvFile file = file_of(std::string(folder) + "/ml-1m/interactions.csv");
  const auto schema = guess_schema(DatasetType::kInteractions, file);
  ASSERT_TRUE(schema.has_value()) << schema.error().message;
  const auto report = import(*schema, {file});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->rows_bad, 0U);
  const std::vector<std::string> paths{segment_path()};
  const auto table = load_interactions(*schema, paths, {}, {});
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_EQ(table->row_count(), 1'000'209U);
  EXPECT_EQ(table->user_count(), 6'040U);
  EXPECT_EQ(table->item_count(), 3'706U);
}

}  // namespace
}  // namespace attune::data
