#include "domain/filter/values.h"

#include <gtest/gtest.h>

namespace attune::filter {
namespace {

using Texts = std::vector<std::string>;

TEST(FilterValues, AreQuotedTextsSeparatedByCommas) {
  EXPECT_EQ(values_in(R"("Drama")"), Texts{"Drama"});
  EXPECT_EQ(values_in(R"("Drama","Action")"), (Texts{"Drama", "Action"}));
  EXPECT_EQ(values_in(R"( "Drama" , "Action" )"), (Texts{"Drama", "Action"}));
}

TEST(FilterValues, KeepCommasInsideQuotes) {
  EXPECT_EQ(values_in(R"("a, b")"), Texts{"a, b"});
  EXPECT_EQ(values_in(R"("a, b","c")"), (Texts{"a, b", "c"}));
}

TEST(FilterValues, MayBeBare) {
  EXPECT_EQ(values_in("20"), Texts{"20"});
  EXPECT_EQ(values_in("Drama, Action"), (Texts{"Drama", "Action"}));
  EXPECT_EQ(values_in(R"(Drama,"Action")"), (Texts{"Drama", "Action"}));
}

TEST(FilterValues, UndoEscapesInsideQuotes) {
  EXPECT_EQ(values_in(R"("the \"one\", still")"), Texts{R"(the "one", still)"});
  EXPECT_EQ(values_in(R"("a\\")"), Texts{"a\\"});
}

TEST(FilterValues, ForgiveASloppyEnd) {
  EXPECT_EQ(values_in(R"("Drama)"), Texts{"Drama"});
  EXPECT_EQ(values_in("Drama,"), Texts{"Drama"});
  EXPECT_EQ(values_in(",, Drama ,,"), Texts{"Drama"});
  EXPECT_EQ(values_in("\"a\\"), Texts{"a\\"});
  EXPECT_EQ(values_in("\""), Texts{""});
}

TEST(FilterValues, AnEmptyTextIsNoValueAnEmptyQuotationIsOne) {
  EXPECT_EQ(values_in(""), Texts{});
  EXPECT_EQ(values_in("  "), Texts{});
  EXPECT_EQ(values_in(R"("")"), Texts{""});
}

TEST(FilterNumbers, AreFiniteAndWhole) {
  EXPECT_EQ(number_in("20"), 20.0);
  EXPECT_EQ(number_in(" -2.5 "), -2.5);
  EXPECT_EQ(number_in("1e3"), 1000.0);
  for (const char* text : {"", "x", "1x", "1 2", "nan", "inf", "1e999", "-"}) {
    EXPECT_FALSE(number_in(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace attune::filter
