#include "service/campaigns/request_context.h"

#include <gtest/gtest.h>

namespace attune::campaigns {
namespace {

std::vector<data::ContextColumn> columns() {
  auto devices = std::make_shared<data::Vocabulary>();
  devices->add("phone");
  devices->add("tv");
  return {{.name = "DEVICE_KIND", .categories = devices, .codes = {}, .numbers = {}},
          {.name = "SEATS", .numeric = true, .categories = {}, .codes = {}, .numbers = {}}};
}

data::ContextCells cells_of(std::initializer_list<std::pair<const char*, const char*>> context) {
  Query query;
  for (const auto& [key, value] : context) query.context.emplace(key, value);
  return request_context(query, columns());
}

TEST(RequestContext, BecomesCellsByColumn) {
  const auto cells = cells_of({{"DEVICE_KIND", "tv"}, {"SEATS", "2.5"}});
  EXPECT_EQ(cells[0].code(), 1U);
  EXPECT_EQ(cells[1].number(), 2.5F);
  EXPECT_EQ(cells[2].code(), data::kNoCategory);
  EXPECT_FALSE(is_empty(cells));
}

TEST(RequestContext, MayNameColumnsAsPropertiesDo) {
  EXPECT_EQ(cells_of({{"deviceKind", "phone"}})[0].code(), 0U);
}

TEST(RequestContext, OfUnknownKeysIsEmpty) {
  EXPECT_TRUE(is_empty(cells_of({{"PLACE", "home"}, {"", "x"}})));
}

TEST(RequestContext, OfAnUnseenCategoryIsNotThatOfNone) {
  EXPECT_EQ(cells_of({{"DEVICE_KIND", "watch"}})[0].code(), 2U);
}

TEST(RequestContext, TakesFiniteNumbersOnly) {
  for (const char* text : {"", "x", "1x", " 1", "nan", "inf", "1e99"}) {
    EXPECT_FALSE(context_number(text)) << text;
  }
  EXPECT_EQ(context_number("-3e1"), -30.0F);
}

}  // namespace
}  // namespace attune::campaigns
