#include "domain/data/vocabulary.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "foundation/base/random.h"

namespace attune::data {
namespace {

TEST(Vocabulary, GivesIndicesInTheOrderOfFirstAppearance) {
  Vocabulary words;
  EXPECT_EQ(words.find("b"), std::nullopt);
  EXPECT_EQ(words.add("b"), 0U);
  EXPECT_EQ(words.add("a"), 1U);
  EXPECT_EQ(words.add("b"), 0U);
  EXPECT_EQ(words.add(""), 2U);
  EXPECT_EQ(words.find("a"), 1U);
  EXPECT_EQ(words.text(2), "");
  EXPECT_EQ(words.size(), 3U);
}

TEST(Vocabulary, AgreesWithAMapOnRandomStrings) {
  Random random(7);
  Vocabulary words;
  std::map<std::string, std::uint32_t> expected;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random.below(300), 'x');
    for (char& c : text) c = static_cast<char>(random.below(3));
    if (random.below(2) == 0) text.resize(std::min<std::size_t>(text.size(), 6));
    const auto next = static_cast<std::uint32_t>(expected.size());
    const std::uint32_t index = expected.emplace(text, next).first->second;
    ASSERT_EQ(words.add(text), index);
  }
  ASSERT_EQ(words.size(), expected.size());
  for (const auto& [text, index] : expected) ASSERT_EQ(words.text(index), text);
}

TEST(Vocabulary, KeepsViewsValidAcrossAddAndMove) {
  Vocabulary words;
  words.add("first");
  const std::string_view view = words.text(0);
  for (int at = 0; at < 5000; ++at) words.add("w" + std::to_string(at));
  const Vocabulary moved = std::move(words);
  EXPECT_EQ(view.data(), moved.text(0).data());
  EXPECT_EQ(view, "first");
}

TEST(Vocabulary, CopiesAreIndependent) {
  Vocabulary words;
  words.add("a");
  Vocabulary copy = words;
  copy.add("b");
  EXPECT_EQ(words.size(), 1U);
  EXPECT_EQ(copy.find("b"), 1U);
  words.clear();
  EXPECT_EQ(words.find("a"), std::nullopt);
  EXPECT_EQ(words.add("c"), 0U);
  EXPECT_EQ(copy.text(0), "a");
}

TEST(Vocabulary, HoldsTheLongestTexts) {
  Vocabulary words;
  const std::string longest(Vocabulary::kTextBytesMax, 'y');
  words.add(longest);
  EXPECT_EQ(words.text(0), longest);
  EXPECT_EQ(words.find(longest + "y"), std::nullopt);
}

}  // namespace
}  // namespace attune::data
