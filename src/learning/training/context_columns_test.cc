#include "learning/training/context_columns.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "learning/training/hrnn_sequences.h"

namespace attune::training {
namespace {

constexpr float kNull = std::numeric_limits<float>::quiet_NaN();

data::ContextColumn numbers(std::vector<float> values) {
  return {.name = "PRICE", .numeric = true, .categories = {}, .codes = {}, .numbers = values};
}

data::ContextColumn categories(std::vector<std::uint32_t> codes, std::size_t size) {
  auto names = std::make_shared<data::Vocabulary>();
  for (std::size_t i = 0; i < size; ++i) names->add(std::to_string(i));
  return {.name = "DEVICE", .categories = names, .codes = std::move(codes), .numbers = {}};
}

TEST(LearnContext, StandardisesSignedLogsAndSkipsNulls) {
  data::InteractionTable table;
  table.context.push_back(numbers({0.0F, kNull, std::expm1(2.0F), -std::expm1(2.0F)}));
  const auto rules = learn_context(table);
  ASSERT_EQ(rules.columns.size(), 1U);
  EXPECT_NEAR(rules.columns[0].scale.mean, 0.0F, 1e-6);
  EXPECT_NEAR(rules.columns[0].scale.deviation, std::sqrt(8.0F / 3.0F), 1e-5);
}

TEST(LearnContext, AColumnThatIsAlwaysTheSameSaysNothing) {
  data::InteractionTable table;
  table.context.push_back(numbers({3.0F, 3.0F, kNull}));
  EXPECT_EQ(learn_context(table).row_count(), 0U);
}

TEST(LearnContext, RareCategoriesHaveNoRowAndThoseWithOneAreBounded) {
  data::InteractionTable table;
  std::vector<std::uint32_t> codes{0, 0, 0, 0};  // one too few
  constexpr std::uint32_t kMany = 1500;
  for (std::uint32_t code = 1; code <= kMany; ++code) {
    codes.insert(codes.end(), code > 1000 ? 6 : 5, code);
  }
  table.context.push_back(categories(codes, kMany + 1));
  const auto rules = learn_context(table);
  ASSERT_EQ(rules.columns[0].codes.size(), models::kContextCategoriesMax);
  EXPECT_EQ(rules.columns[0].codes.front(), 1U);
  EXPECT_EQ(rules.columns[0].codes.back(), kMany);
}

TEST(LearnContext, SequencesCarryTheInputsOfEachEventAlsoWhenMoved) {
  features::TrainingSet set;
  auto& table = set.interactions;
  table.offsets = {0, 3};
  table.items = std::make_shared<data::Vocabulary>([] {
    data::Vocabulary items;
    items.add("a");
    return items;
  }());
  table.item.assign(3, data::ItemIndex{0});
  table.event_type.assign(3, data::kNoEventType);
  table.event_value.assign(3, kNull);
  table.timestamp_s = {1, 2, 3};
  table.context.push_back(numbers({1.0F, kNull, 8.0F}));
  HrnnSequences built = make_sequences(set, {});
  const HrnnSequences moved = std::move(built);
  ASSERT_EQ(moved.events[2].context().size(), 1U);
  EXPECT_NEAR(moved.events[2].context()[0].value, 1.0F, 1e-5);
  EXPECT_EQ(moved.events[1].context()[0].row, moved.events[0].context()[0].row + 1);
  EXPECT_TRUE(make_sequences(set, {.context = false}).events[2].context().empty());
}

TEST(LearnScaleTest, StandardisesWhatVariesAndSilencesWhatDoesNot) {
  const std::vector<float> values{0.0F, std::nanf(""), std::expm1(2.0F)};
  const auto scale = learn_scale(values);
  EXPECT_NEAR(scale.mean, 1.0F, 1e-6);
  EXPECT_NEAR(scale.deviation, 1.0F, 1e-6);
  EXPECT_NEAR(scale.of(std::expm1(3.0F)), 2.0F, 1e-5);
  EXPECT_EQ(scale.of(1e38F), models::kContextDeviationsMax);
  EXPECT_EQ(learn_scale(std::vector<float>{3.0F, 3.0F, 3.0F}).of(9.0F), 0.0F);
  EXPECT_EQ(learn_scale(std::vector<float>{3.0F}).of(9.0F), 0.0F);
}

}  // namespace
}  // namespace attune::training
