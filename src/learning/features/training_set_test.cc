#include "learning/features/training_set.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "domain/data/vocabulary.h"
#include "learning/features/sequences.h"

namespace attune::features {
namespace {

TEST(TrainingSet, GivesItemsWithoutInteractionsAnIndexBehindTheOthers) {
  auto items = std::make_shared<data::EntityTable>();
  items->ids.add("new");
  items->ids.add("a");
  const auto set = make_training_set(table_of({{"ann", {"a", "b"}}}), items, nullptr, {});
  ASSERT_EQ(set.interactions.item_count(), 3U);
  EXPECT_EQ(set.interactions.items->text(2), "new");
  EXPECT_EQ(set.interactions.items->find("a"), 0U);
}

TEST(TrainingSet, WeighsEventTypesByTheFirstRuleThatNamesThem) {
  auto table = table_of({{"ann", {"a"}}});
  auto types = std::make_shared<data::Vocabulary>();
  types->add("Watch");
  types->add("click");
  table.event_types = types;
  const auto set =
      make_training_set(table, nullptr, nullptr,
                        {.rules = {{.event_type = "watch", .value_min = {}, .weight = 1.0},
                                   {.event_type = "Click", .value_min = {}, .weight = 0.25}}});
  EXPECT_EQ(set.event_type_weights, (std::vector<double>{1.0, 0.25}));
}

TEST(TrainingSet, HasNoWeightsWhenAllAreEqual) {
  EXPECT_TRUE(make_training_set(table_of({{"ann", {"a"}}}), nullptr, nullptr,
                                {.rules = {{.event_type = "watch", .value_min = {}}}})
                  .event_type_weights.empty());
}

}  // namespace
}  // namespace attune::features
