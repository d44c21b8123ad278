#include "service/control/metric_expression.h"

#include <gtest/gtest.h>

namespace attune::control {
namespace {

TEST(MetricExpression, IsReadInAnyCase) {
  const auto count = parse_metric_expression("SampleCount( )");
  ASSERT_TRUE(count.has_value());
  EXPECT_EQ(count->function, MetricExpression::Function::kSampleCount);
  const auto sum = parse_metric_expression("sum(ITEMS.price)");
  ASSERT_TRUE(sum.has_value());
  EXPECT_EQ(sum->function, MetricExpression::Function::kSum);
  EXPECT_TRUE(sum->of_items);
  EXPECT_EQ(sum->column, "PRICE");
  EXPECT_FALSE(parse_metric_expression("SUM(Interactions.EVENT_VALUE)")->of_items);
}

TEST(MetricExpression, IsRefusedInAnyOtherForm) {
  for (const auto* text : {"", "SUM()", "SUM(Users.AGE)", "SUM(Items.)", "SUM(Items.A+B)",
                           "AVG(Items.PRICE)", "SAMPLECOUNT(x)", "SUM(Items.PRICE"}) {
    EXPECT_FALSE(parse_metric_expression(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace attune::control
