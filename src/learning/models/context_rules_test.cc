#include "learning/models/context_rules.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attune::models {
namespace {

ContextRules rules() {
  ContextRules rules;
  rules.columns.push_back(
      {.name = "PRICE", .numeric = true, .scale = {.mean = 1.0F, .deviation = 0.5F}, .codes = {}});
  rules.columns.push_back({.name = "DEVICE", .codes = {3, 7}});
  rules.columns.push_back({.name = "ALWAYS_ONE", .numeric = true, .codes = {}});
  rules.lay_out();
  return rules;
}

std::vector<ContextInput> inputs_of(const data::ContextCells& cells) {
  std::vector<ContextInput> inputs;
  rules().add_inputs(cells, 100, inputs);
  return inputs;
}

TEST(ContextRules, PutCategoriesBeforeNumbersAndLeaveOutConstantColumns) {
  const ContextRules r = rules();
  EXPECT_EQ(r.row_count(), 5U);
  EXPECT_EQ(r.category_row_count(), 3U);
  EXPECT_EQ(r.columns[1].first_row, 0U);
  EXPECT_EQ(r.columns[0].first_row, 3U);
}

TEST(ContextRules, ANumberIsItsStandardisedSignedLog) {
  const auto inputs = inputs_of({data::ContextCell::of_number(-9.0F)});
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(inputs[0].row, 103U);
  EXPECT_FLOAT_EQ(inputs[0].value, std::max((-std::log1p(9.0F) - 1.0F) / 0.5F, -5.0F));
  EXPECT_EQ(inputs_of({data::ContextCell::of_number(INFINITY)})[0].value, kContextDeviationsMax);
}

TEST(ContextRules, NullNumbersHaveARowOfTheirOwnAndNullCategoriesNone) {
  const auto inputs = inputs_of({});
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(inputs[0].row, 104U);
  EXPECT_EQ(inputs[0].value, 1.0F);
}

TEST(ContextRules, UnseenCategoriesShareTheLastRow) {
  const auto row_of = [](std::uint32_t code) {
    return inputs_of({data::ContextCell(), data::ContextCell::of_code(code)})[1].row;
  };
  EXPECT_EQ(row_of(3), 100U);
  EXPECT_EQ(row_of(7), 101U);
  EXPECT_EQ(row_of(4), 102U);
  EXPECT_EQ(row_of(1'000'000), 102U);
}

}  // namespace
}  // namespace attune::models
