#include "domain/data/csv_row.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "foundation/io/csv.h"
#include "foundation/json/value.h"

namespace attune::data {
namespace {

std::vector<std::string> read_back(const std::string& line) {
  io::CsvCursor cursor(line, 1);
  std::vector<std::string> fields;
  if (!cursor.next()) return fields;
  EXPECT_EQ(cursor.fault(), io::CsvFault::kNone) << line;
  for (const std::string_view field : cursor.fields()) fields.emplace_back(field);
  return fields;
}

TEST(CsvField, ReadsBackWhateverItHolds) {
  const std::vector<std::string> texts{
      "plain", "a,b",    "say \"hi\"", "two\nlines", "back\\slash", "ends with, \\", "\\\"both,",
      "",      "\\\\,x", "a|b",        "\"",         "ümlaut, ß",   "a\\b,c"};
  for (const std::string& text : texts) {
    std::string line = "x,";
    append_csv_field(text, line);
    line += ",y\n";
    EXPECT_EQ(read_back(line), (std::vector<std::string>{"x", text, "y"})) << line;
  }
}

TEST(CsvObject, PutsMembersUnderTheirColumnsAndLeavesNullsEmpty) {
  Schema schema;
  schema.columns = {{.name = "ITEM_ID"},
                    {.name = "PRICE", .type = ColumnType::kFloat},
                    {.name = "YEAR", .type = ColumnType::kInt, .nullable = true},
                    {.name = "GENRES", .categorical = true}};
  EXPECT_EQ(csv_header(schema), "ITEM_ID,PRICE,YEAR,GENRES\n");
  std::string line;
  append_object_line(
      schema,
      json::Object{{"ITEM_ID", "i,1"}, {"PRICE", 2.5}, {"GENRES", "a|b"}, {"OTHER", "no column"}},
      line);
  EXPECT_EQ(line, "\"i,1\",2.5,,a|b");
}

}  // namespace
}  // namespace attune::data
