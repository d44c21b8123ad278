#include "foundation/json/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "foundation/base/error.h"

namespace attune::json {
namespace {

TEST(Value, WritesBackWhatItParsed) {
  for (const std::string text :
       {R"({"a":[1,2.5,-3],"b":{"c":null,"d":true},"e":"x\"\\\n"})", "[]", "{}", "\"\"", "1e300",
        "9223372036854775807", "18446744073709551615", R"(["\u0001"])"}) {
    const auto value = parse(text);
    ASSERT_TRUE(value.has_value()) << text;
    const auto again = parse(write(*value));
    ASSERT_TRUE(again.has_value()) << text;
    EXPECT_EQ(*again, *value) << text;
  }
}

TEST(Value, RefusesBrokenText) {
  for (const std::string text :
       {"", "{", "{\"a\":}", "[1,]", "nul", "\"\x01\"", "\"\xff\"", "1 2"}) {
    const auto value = parse(text);
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_EQ(value.error().code, ErrorCode::kInvalidInput);
  }
}

TEST(Value, RefusesNestingBeyondItsBound) {
  EXPECT_FALSE(parse(std::string(100, '[') + std::string(100, ']')).has_value());
  EXPECT_TRUE(parse(std::string(60, '[') + std::string(60, ']')).has_value());
}

TEST(Value, FindsTheLastMemberOfAName) {
  const auto value = parse(R"({"a":1,"a":2})");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->find("a")->number(), 2.0);
  EXPECT_EQ(value->find("b"), nullptr);
}

TEST(Value, WritesNonFiniteNumbersAsNull) {
  EXPECT_EQ(write(Value(std::nan(""))), "null");
}

}  // namespace
}  // namespace attune::json
