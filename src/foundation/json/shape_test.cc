#include "foundation/json/shape.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/json/shape_info.h"
#include "foundation/json/value.h"

namespace attune::json {
namespace {

constexpr std::array<std::string_view, 2> kModes{"FULL", "UPDATE"};
constexpr Pattern kLowerCase{.allows = "lower-case letters", .matches = [](std::string_view text) {
                               return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") ==
                                      std::string_view::npos;
                             }};
constexpr Rule kWord{.size_min = 1, .size_max = 5, .pattern = &kLowerCase};

struct Inner {
  std::string word;
  static constexpr auto kShape = shape(field("word", &Inner::word, kWord));
};

struct Outer {
  std::string name;
  std::optional<std::string> mode;
  std::optional<std::int64_t> count;
  std::optional<double> weight;
  std::optional<bool> flag;
  std::optional<Timestamp> when;
  std::optional<Inner> inner;
  std::optional<std::vector<Inner>> list;
  std::optional<StringMap<std::string>> map;
  std::optional<StringMap<std::vector<std::string>>> columns;
  std::optional<JsonText> properties;

  static constexpr auto kShape =
      shape(field("name", &Outer::name, {.size_min = 1, .size_max = 4}),
            field("mode", &Outer::mode, {.one_of = kModes}),
            field("count", &Outer::count, {.value_min = 1, .value_max = 100}),
            field("weight", &Outer::weight, {.value_min = 0, .value_max = 1}),
            field("flag", &Outer::flag), field("when", &Outer::when), field("inner", &Outer::inner),
            field("list", &Outer::list, {.size_min = 1, .size_max = 2}),
            field("map", &Outer::map, {.size_max = 1, .each = &kWord, .key = &kWord}),
            field("columns", &Outer::columns), field("properties", &Outer::properties));
};

Result<Outer> read_text(std::string_view text) {
  return read<Outer>(parse(text).value());
}

struct Refusal {
  std::string_view title;
  std::string_view text;
  ErrorCode code;
  std::string_view message;
};

class ShapeRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(ShapeRefusal, NamesTheMemberTheValueAndTheRule) {
  const auto outcome = read_text(GetParam().text);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, GetParam().code);
  EXPECT_EQ(outcome.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ShapeRefusal,
    testing::Values(
        Refusal{"Missing", R"({})", ErrorCode::kInvalidInput, "name: required, but missing"},
        Refusal{"NullIsMissing", R"({"name":null})", ErrorCode::kInvalidInput,
                "name: required, but missing"},
        Refusal{"NoObject", R"([])", ErrorCode::kMalformed, "the document: must be an object"},
        Refusal{"WrongType", R"({"name":5})", ErrorCode::kMalformed, "name: must be a string"},
        Refusal{"TooLong", R"({"name":"abcde"})", ErrorCode::kInvalidInput,
                "name: 5 characters, at most 4"},
        Refusal{"TooShort", R"({"name":""})", ErrorCode::kInvalidInput,
                "name: 0 characters, at least 1"},
        Refusal{"NoSuchName", R"({"name":"a","mode":"full"})", ErrorCode::kInvalidInput,
                "mode: \"full\" is none of FULL, UPDATE"},
        Refusal{"TooSmall", R"({"name":"a","count":0})", ErrorCode::kInvalidInput,
                "count: 0, at least 1"},
        Refusal{"TooLarge", R"({"name":"a","count":101})", ErrorCode::kInvalidInput,
                "count: 101, at most 100"},
        Refusal{"Fraction", R"({"name":"a","count":1.5})", ErrorCode::kMalformed,
                "count: must be an integer"},
        Refusal{"BooleanText", R"({"name":"a","flag":"true"})", ErrorCode::kMalformed,
                "flag: must be true or false"},
        Refusal{"TimeText", R"({"name":"a","when":"2020-01-01"})", ErrorCode::kMalformed,
                "when: must be a number of seconds since the Unix epoch"},
        Refusal{"NestedPattern", R"({"name":"a","list":[{"word":"a"},{"word":"A1"}]})",
                ErrorCode::kInvalidInput, "list[1].word: \"A1\" is not lower-case letters"},
        Refusal{"TooManyElements",
                R"({"name":"a","list":[{"word":"a"},{"word":"a"},{"word":"a"}]})",
                ErrorCode::kInvalidInput, "list: 3 entries, at most 2"},
        Refusal{"MapKey", R"({"name":"a","map":{"K":"v"}})", ErrorCode::kInvalidInput,
                "map.K: \"K\" is not lower-case letters"},
        Refusal{"MapValue", R"({"name":"a","map":{"k":"toolong"}})", ErrorCode::kInvalidInput,
                "map.k: 7 characters, at most 5"},
        Refusal{"MapValueType", R"({"name":"a","map":{"k":1}})", ErrorCode::kMalformed,
                "map.k: must be a string"},
        Refusal{"Milliseconds", R"({"name":"a","when":1731420000123000})", ErrorCode::kInvalidInput,
                "when: 1731420000123000 is no time in seconds since the Unix epoch"}),
    [](const auto& instance) { return std::string(instance.param.title); });

TEST(Shape, ReadsWhatItWrote) {
  const auto text = std::string_view(
      R"({"name":"a","mode":"FULL","count":7,"weight":0.5,"flag":true,"when":1731420000.123,)"
      R"("inner":{"word":"x"},"list":[{"word":"y"}],"map":{"k":"v"},"columns":{"ITEMS":["A","B"]},)"
      R"("properties":"{}"})");
  const auto outcome = read_text(text);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_EQ(write(write(*outcome)), text);
}

TEST(Shape, CountsCharactersNotBytes) {
  EXPECT_TRUE(read_text(R"({"name":"\u00e4\u00f6\u00fc\ud83d\ude00"})").has_value());
}

TEST(Shape, IgnoresUnknownMembersAndLeavesAbsentOnesOut) {
  const auto outcome = read_text(R"({"name":"a","newer":[1],"mode":null})");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(write(write(*outcome)), R"({"name":"a"})");
}

TEST(Shape, WritesWholeSecondsWithoutAnExponent) {
  EXPECT_EQ(write(to_value(Timestamp{1'700'000'000'000})), "1700000000");
}

TEST(Shape, TakesAnObjectWhereJsonTextIsExpected) {
  const auto outcome = read_text(R"({"name":"a","properties":{"x":1}})");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->properties->text, R"({"x":1})");
}

TEST(Shape, ListsItsFieldsWithTypesAndBounds) {
  const auto fields = fields_of<Outer>();
  ASSERT_EQ(fields.size(), 11U);
  EXPECT_EQ(fields[0].name, "name");
  EXPECT_TRUE(fields[0].required);
  EXPECT_EQ(fields[0].rule.size_max, 4U);
  EXPECT_FALSE(fields[1].required);
  EXPECT_EQ(fields[7].type.type, Type::kList);
  EXPECT_EQ(fields[7].type.element().members()[0].name, "word");
  EXPECT_EQ(fields[9].type.element().element().type, Type::kString);
}

}  // namespace
}  // namespace attune::json
