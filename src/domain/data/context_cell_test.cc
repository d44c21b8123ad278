#include "domain/data/context_cell.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

namespace attune::data {
namespace {

ContextColumn devices() {
  auto categories = std::make_shared<Vocabulary>();
  categories->add("phone");
  categories->add("tv");
  return {.name = "DEVICE", .categories = categories, .codes = {}, .numbers = {}};
}
ContextColumn price() {
  return {.name = "PRICE", .numeric = true, .categories = {}, .codes = {}, .numbers = {}};
}

TEST(ContextCell, IsACodeOfACategoryAndAnUnseenOneIsNotNull) {
  EXPECT_EQ(context_cell(devices(), json::Value("tv")).code(), 1U);
  EXPECT_EQ(context_cell(devices(), json::Value("fridge")).code(), 2U);
  EXPECT_EQ(context_cell(devices(), json::Value("")).code(), kNoCategory);
  EXPECT_EQ(context_cell(devices(), json::Value(json::Array{})).code(), kNoCategory);
}

TEST(ContextCell, IsANumberAlsoFromItsText) {
  EXPECT_EQ(context_cell(price(), json::Value(2.5)).number(), 2.5F);
  EXPECT_EQ(context_cell(price(), json::Value("2.5")).number(), 2.5F);
  EXPECT_TRUE(std::isnan(context_cell(price(), json::Value("much")).number()));
  EXPECT_TRUE(std::isnan(context_cell(price(), json::Value(1e300)).number()));
}

TEST(ContextCell, IsNullInBothReadingsByDefault) {
  EXPECT_EQ(ContextCell().code(), kNoCategory);
  EXPECT_TRUE(std::isnan(ContextCell().number()));
}

TEST(ContextCells, TravelWithTheRowsOfATable) {
  InteractionTable table;
  table.item = {ItemIndex{0}, ItemIndex{0}};
  table.event_type.assign(2, kNoEventType);
  table.event_value.assign(2, 0.0F);
  table.timestamp_s = {1, 2};
  table.context = {price(), devices()};
  table.context[0].numbers = {1.5F, std::nanf("")};
  table.context[1].codes = {kNoCategory, 1};
  EXPECT_EQ(table.row(0).context[0].number(), 1.5F);
  EXPECT_EQ(table.row(0).context[1].code(), kNoCategory);
  EXPECT_TRUE(std::isnan(table.row(1).context[0].number()));
  EXPECT_EQ(table.row(1).context[1].code(), 1U);
}

}  // namespace
}  // namespace attune::data
