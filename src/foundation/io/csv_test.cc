#include "foundation/io/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/io/memory_source.h"

namespace attune::io {
namespace {

struct Record {
  std::uint64_t line = 0;
  std::vector<std::string> fields;
  CsvFault fault = CsvFault::kNone;
  bool operator==(const Record&) const = default;
};

std::vector<Record> read_all(const std::string& text) {
  MemorySource source(text);
  CsvChunker chunker(source);
  std::vector<Record> records;
  CsvChunk chunk;
  while (*chunker.next(chunk)) {
    if (chunk.fault != CsvFault::kNone) records.push_back({chunk.first_line, {}, chunk.fault});
    CsvCursor cursor(chunk.bytes, chunk.first_line);
    while (cursor.next()) {
      records.push_back(
          {cursor.line(), {cursor.fields().begin(), cursor.fields().end()}, cursor.fault()});
    }
  }
  EXPECT_EQ(chunker.bytes_read(), text.size());
  return records;
}

using Fields = std::vector<std::string>;

TEST(Csv, ReadsPlainRecordsWithEitherLineEnd) {
  const auto records = read_all(
      "\xEF\xBB\xBF"
      "a,b\r\n1,\n\r\n,2");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ(records[1].fields, (Fields{"1", ""}));
  EXPECT_EQ(records[2].fields, (Fields{"", "2"}));
  EXPECT_EQ(records[2].line, 4U);
}

TEST(Csv, ReadsQuotedFieldsWithBothKindsOfEscape) {
  const auto records =
      read_all("\"a,\"\"b\"\"\",\"say \\\"hi\\\"\",\"x\ny\"\n5\" tv,\"\",\"\\\\\"\r\n");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].fields, (Fields{"a,\"b\"", "say \"hi\"", "x\ny"}));
  EXPECT_EQ(records[1].fields, (Fields{"5\" tv", "", "\\"}));
  EXPECT_EQ(records[1].line, 3U);
}

TEST(Csv, GoesOnAtTheNextLineAfterAnOpenQuote) {
  const auto records = read_all("a,\"b\nc,d\ne,f");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].fault, CsvFault::kOpenQuote);
  EXPECT_EQ(records[1].fields, (Fields{"c", "d"}));
  EXPECT_EQ(records[1].line, 2U);
}

TEST(Csv, NamesTextBehindAClosingQuote) {
  const auto records = read_all("\"a\"b,c\nd,e\n");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].fault, CsvFault::kAfterQuote);
  EXPECT_EQ(records[1].fields, (Fields{"d", "e"}));
}

TEST(Csv, BoundsFieldsAndRecords) {
  EXPECT_EQ(read_all(std::string(kCsvFieldsMax, ','))[0].fault, CsvFault::kTooManyFields);
  for (const std::size_t length : {kCsvRecordBytesMax + 1, 3 * kCsvChunkBytes}) {
    const auto records = read_all("a\n" + std::string(length, 'x') + "\nb\n");
    ASSERT_EQ(records.size(), 3U) << length;
    EXPECT_EQ(records[1].fault, CsvFault::kRecordTooLong);
    EXPECT_EQ(records[2].fields, Fields{"b"});
    EXPECT_EQ(records[2].line, 3U);
  }
}

TEST(Csv, ReadsTheSameRecordsWhereverChunksEnd) {
  Random random(3);
  std::string text;
  std::vector<Record> expected;
  std::uint64_t line = 1;
  while (text.size() < 3 * kCsvChunkBytes) {
    const std::string plain = std::to_string(random.next());
    const bool broken_line = random.below(10) == 0;
    const std::string quoted(random.below(40), broken_line ? '\n' : ',');
    text += plain + ",\"" + quoted + "\"\"\"\n";
    expected.push_back({line, {plain, quoted + "\""}, CsvFault::kNone});
    line += 1 + (broken_line ? quoted.size() : 0);
  }
  EXPECT_TRUE(read_all(text) == expected);
}

}  // namespace
}  // namespace attune::io
