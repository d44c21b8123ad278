#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "foundation/io/byte_source.h"
#include "foundation/io/file_source.h"
#include "foundation/io/memory_source.h"

namespace attune::io {
namespace {

std::string read_all(ByteSource& source) {
  std::string all;
  std::array<char, 7> piece{};
  while (true) {
    const auto count = source.read(piece);
    if (!count || *count == 0) return all;
    all.append(piece.data(), *count);
  }
}

TEST(MemorySource, GivesItsBytesOnceAndThenNothing) {
  MemorySource source("some twenty bytes ...");
  EXPECT_EQ(read_all(source), "some twenty bytes ...");
  EXPECT_EQ(read_all(source), "");
}

TEST(FileSource, GivesTheFilesBytes) {
  const std::string path = testing::TempDir() + "attune_file_source_test";
  const std::string text(1000, 'x');
  std::ofstream(path) << text;
  const auto source = FileSource::open(path);
  ASSERT_TRUE(source.has_value()) << source.error().message;
  EXPECT_EQ(read_all(**source), text);
  std::filesystem::remove(path);
}

TEST(FileSource, RefusesWhatIsAbsentOrNoFile) {
  EXPECT_EQ(FileSource::open("/no/such/file").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(FileSource::open("/tmp").error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace attune::io
