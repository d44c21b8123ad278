#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "foundation/io/atomic_file.h"
#include "foundation/io/checksum.h"
#include "foundation/io/mapped_file.h"
#include "foundation/io/number.h"

namespace attune::io {
namespace {

std::string fresh_folder(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("attune_io_" + name);
  std::filesystem::remove_all(folder);
  return folder.string();
}

std::string content_of(const std::string& path) {
  const auto mapped = MappedFile::open(path);
  return mapped ? std::string(mapped->bytes().begin(), mapped->bytes().end()) : "absent";
}

TEST(AtomicFile, AppearsWholeAfterCommit) {
  const std::string path = fresh_folder("commit") + "/deep/file";
  auto file = AtomicFile::create(path);
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE(file->write(std::string("abc")).has_value());
  EXPECT_EQ(content_of(path), "absent");
  ASSERT_TRUE(file->commit().has_value());
  EXPECT_EQ(content_of(path), "abc");
}

TEST(AtomicFile, LeavesTheOldFileAndNoRestWithoutCommit) {
  const std::string folder = fresh_folder("drop");
  const std::string path = folder + "/file";
  ASSERT_TRUE(write_file_atomically(path, std::string("old")).has_value());
  {
    auto file = AtomicFile::create(path);
    ASSERT_TRUE(file->write(std::string(3'000'000, 'n')).has_value());
    EXPECT_EQ(file->size_bytes(), 3'000'000U);
  }
  EXPECT_EQ(content_of(path), "old");
  const auto entries = std::filesystem::directory_iterator(folder);
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(MappedFile, SaysWhatIsAbsentAndMapsEmptyFiles) {
  const std::string folder = fresh_folder("map");
  const auto absent = MappedFile::open(folder + "/none");
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(write_file_atomically(folder + "/empty", std::string()).has_value());
  EXPECT_EQ(content_of(folder + "/empty"), "");
  EXPECT_FALSE(MappedFile::open(folder).has_value());
}

TEST(Checksum64, IsXxh64WithSeedZero) {
  EXPECT_EQ(checksum64({}), 0xEF46DB3751D8E999ULL);
  EXPECT_EQ(checksum64(std::string("abc")), 0x44BC2CF5AD770999ULL);
  Checksum64 pieces;
  pieces.update(std::string("a"));
  pieces.update(std::string("bc"));
  EXPECT_EQ(pieces.value(), 0x44BC2CF5AD770999ULL);
}

TEST(Numbers, AreReadWholeOrNotAtAll) {
  EXPECT_EQ(parse_integer("978300019"), 978300019);
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_integer("+5"), 5);
  for (const char* text : {"", "1.0", "9223372036854775808", "1 ", "+-1", "x"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number("4.5"), 4.5);
  EXPECT_EQ(parse_number("-1e3"), -1000.0);
  for (const char* text : {"", "nan", "inf", "1e999", "1,5", "0x1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace attune::io
