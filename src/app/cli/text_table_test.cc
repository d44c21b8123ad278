#include "app/cli/text_table.h"

#include <gtest/gtest.h>

namespace attune::cli {
namespace {

TEST(TextTable, AlignsItsColumns) {
  EXPECT_EQ(text_table({{"metric", "ours"}, {"coverage", "0.5"}}),
            "metric    ours\n"
            "--------  ----\n"
            "coverage   0.5\n");
}

TEST(TextTable, CountsCharactersNotBytes) {
  EXPECT_EQ(text_table({{"a", "b"}, {"Amélie", "1"}, {"Brazil", "2"}}),
            "a       b\n"
            "------  -\n"
            "Amélie  1\n"
            "Brazil  2\n");
}

TEST(Decimal, RoundsToItsDigits) {
  EXPECT_EQ(decimal(0.12346), "0.1235");
  EXPECT_EQ(decimal(2.0, 1), "2.0");
}

}  // namespace
}  // namespace attune::cli
