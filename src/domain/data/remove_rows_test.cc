#include "domain/data/remove_rows.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/csv_row.h"
#include "domain/data/import.h"
#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "foundation/io/memory_source.h"

namespace attune::data {
namespace {

using Ids = std::set<std::string, std::less<>>;

class RemoveRows : public testing::Test {
 protected:
  RemoveRows()
      : path_(std::filesystem::temp_directory_path() /
              ("remove_rows_" + std::to_string(::getpid()) + ".segment")) {
    schema_.columns = {{.name = "USER_ID"},
                       {.name = "AGE", .type = ColumnType::kInt, .nullable = true},
                       {.name = "NOTE", .nullable = true},
                       {.name = "TIER", .nullable = true, .categorical = true},
                       {.name = "RATE", .type = ColumnType::kFloat, .nullable = true}};
    schema_.dataset_type = DatasetType::kUsers;
    std::string csv = "USER_ID,AGE,NOTE,TIER,RATE\n";
    for (int user = 0; user < 200; ++user) csv += row_of(user) + '\n';
    const std::vector<CsvFile> files{
        {.name = "users.csv", .open = [csv]() -> Result<std::unique_ptr<io::ByteSource>> {
           return std::make_unique<io::MemorySource>(csv);
         }}};
    EXPECT_EQ(import_csv(schema_, files, path_, {}).value().rows_kept, 200U);
  }
  ~RemoveRows() override { std::filesystem::remove(path_); }

  static std::string row_of(int user) {
    const std::string number = std::to_string(user);
    return "u" + number + ',' + (user % 3 == 0 ? "" : number) + ',' +
           (user % 5 == 0 ? "" : "note " + number) + ',' +
           (user % 4 == 0 ? "" : "tier" + std::to_string(user % 7)) + ",0.5";
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    const auto segment = Segment::open(path_).value();
    const SegmentRows rows(segment, schema_);
    std::vector<std::string> all;
    for (std::size_t group = 0; group < segment.group_count(); ++group) {
      for (std::size_t row = 0; row < segment.group_row_count(group); ++row) {
        rows.append_line(group, row, all.emplace_back());
      }
    }
    return all;
  }

  const std::string path_;
  Schema schema_;
};

TEST_F(RemoveRows, LeavesEveryOtherRowAsItWas) {
  EXPECT_EQ(remove_rows(path_, "USER_ID", {"u0", "u7", "u199", "nobody"}).value(), 3U);
  std::vector<std::string> expected;
  for (int user = 0; user < 200; ++user) {
    if (user != 0 && user != 7 && user != 199) expected.push_back(row_of(user));
  }
  EXPECT_EQ(lines(), expected);
  const auto segment = Segment::open(path_).value();
  for (std::uint32_t code = 0; code < segment.dictionary(0).size(); ++code) {
    EXPECT_NE(segment.dictionary(0).text(code), "u7");
  }
}

TEST_F(RemoveRows, OfNobodyChangesNothing) {
  EXPECT_EQ(remove_rows(path_, "USER_ID", {"nobody"}).value(), 0U);
  EXPECT_EQ(lines().size(), 200U);
}

TEST_F(RemoveRows, OfEveryoneLeavesAnEmptySegment) {
  Ids all;
  for (int user = 0; user < 200; ++user) all.insert("u" + std::to_string(user));
  EXPECT_EQ(remove_rows(path_, "USER_ID", all).value(), 200U);
  EXPECT_TRUE(lines().empty());
}

TEST_F(RemoveRows, NeedsAColumnOfIds) {
  EXPECT_FALSE(remove_rows(path_, "AGE", {"1"}).has_value());
  EXPECT_FALSE(remove_rows(path_, "NO_SUCH", {"1"}).has_value());
}

}  // namespace
}  // namespace attune::data
