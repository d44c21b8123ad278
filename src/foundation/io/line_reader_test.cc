#include "foundation/io/line_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/io/memory_source.h"

namespace attune::io {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  MemorySource source(text);
  LineReader reader(source);
  std::vector<std::string> lines;
  for (Line line; reader.next(line).value();) lines.push_back(line.text);
  return lines;
}

TEST(LineReader, GivesLinesWithoutTheirEnds) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of(""), Lines());
  EXPECT_EQ(lines_of("a"), Lines({"a"}));
  EXPECT_EQ(lines_of("a\n"), Lines({"a"}));
  EXPECT_EQ(lines_of("a\r\n\nb"), Lines({"a", "", "b"}));
}

TEST(LineReader, JoinsWhatComesInPieces) {
  std::string text;
  std::vector<std::string> expected;
  for (std::size_t length = 0; length < 2000; ++length) {
    expected.emplace_back(length, static_cast<char>('a' + length % 26));
    text += expected.back() + "\n";
  }
  EXPECT_EQ(lines_of(text), expected);
}

TEST(LineReader, CutsALineThatIsTooLongAndGoesOn) {
  MemorySource source(std::string(kLineBytesMax + 5, 'x') + "\nnext\n");
  LineReader reader(source);
  Line line;
  ASSERT_TRUE(reader.next(line).value());
  EXPECT_TRUE(line.is_too_long);
  EXPECT_EQ(line.text.size(), kLineBytesMax);
  ASSERT_TRUE(reader.next(line).value());
  EXPECT_FALSE(line.is_too_long);
  EXPECT_EQ(line.text, "next");
  EXPECT_FALSE(reader.next(line).value());
}

}  // namespace
}  // namespace attune::io
