#include "foundation/telemetry/log.h"

#include <gtest/gtest.h>

#include <string>

#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::log {
namespace {

TEST(Log, ALineIsOneJsonObjectWithTimeLevelMessageAndFields) {
  EXPECT_EQ(format_line(Level::kInfo, 1'700'000'000'042, "import finished",
                        {{"job", "a\"b"}, {"rows", 3}, {"seconds", 0.5}, {"ok", true}}),
            R"({"time":"2023-11-14T22:13:20.042Z","level":"info","message":"import finished",)"
            R"("job":"a\"b","rows":3,"seconds":0.5,"ok":true})");
}

TEST(Log, ALineBreakInAMessageDoesNotBreakTheLine) {
  const std::string line = format_line(Level::kError, 0, "a\nb", {});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(*json::parse(line)->find("message")->if_string(), "a\nb");
}

TEST(Log, AnOverlongMessageAndFieldStayWithinTheBoundAndParse) {
  std::string long_text;
  while (long_text.size() < 2 * kLineBytesMax) long_text += "\u20ac";
  const std::string line = format_line(Level::kInfo, 0, long_text, {{"value", long_text}});
  EXPECT_LE(line.size(), kLineBytesMax);
  EXPECT_TRUE(json::parse(line).has_value());
}

TEST(Log, LevelsBelowTheOneSetAreNotEnabled) {
  set_level(Level::kWarning);
  EXPECT_FALSE(is_enabled(Level::kInfo));
  EXPECT_TRUE(is_enabled(Level::kWarning));
  set_level(Level::kOff);
  EXPECT_FALSE(is_enabled(Level::kError));
  set_level(Level::kInfo);
  EXPECT_TRUE(is_enabled(Level::kInfo));
  EXPECT_FALSE(is_enabled(Level::kDebug));
}

TEST(Log, AnUnknownLevelNameIsRefusedWithTheChoices) {
  EXPECT_EQ(*parse_level("warning"), Level::kWarning);
  EXPECT_NE(parse_level("loud").error().message.find("debug, info"), std::string::npos);
}

}  // namespace
}  // namespace attune::log
