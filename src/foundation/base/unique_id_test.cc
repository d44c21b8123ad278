#include "foundation/base/unique_id.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace attune {
namespace {

TEST(UniqueId, HasTheFormOfAVersionFourUuid) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  EXPECT_TRUE(std::regex_match(make_uuid(), form));
  EXPECT_NE(make_uuid(), make_uuid());
}

TEST(UniqueId, OrdersByTimeInTheFormOfAVersionSevenUuid) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  // The example of RFC 9562, A.6.
  const std::string id = make_time_ordered_uuid(0x017F22E279B0);
  EXPECT_TRUE(std::regex_match(id, form));
  EXPECT_TRUE(id.starts_with("017f22e2-79b0-7")) << id;
  EXPECT_LT(id, make_time_ordered_uuid(0x017F22E279B1));
  EXPECT_NE(id, make_time_ordered_uuid(0x017F22E279B0));
}

TEST(UniqueId, MakesHexIdsOfTheAskedLength) {
  EXPECT_TRUE(std::regex_match(make_hex_id(8), std::regex("[0-9a-f]{8}")));
}

}  // namespace
}  // namespace attune
