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

TEST(UniqueId, MakesHexIdsOfTheAskedLength) {
  EXPECT_TRUE(std::regex_match(make_hex_id(8), std::regex("[0-9a-f]{8}")));
}

}  // namespace
}  // namespace attune
