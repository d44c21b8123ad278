#include "learning/models/item_knn.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/data/ids.h"
#include "learning/features/sequences.h"

namespace attune::models {
namespace {

std::vector<float> scores_after(const Model& model, const std::vector<std::uint32_t>& items) {
  const auto state = model.start(std::nullopt);
  for (const std::uint32_t item : items) model.advance(*state, {.item = data::ItemIndex{item}});
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

// a 0, b 1, c 2, d 3.
data::InteractionTable shop() {
  return features::table_of(
      {{"u1", {"a", "b"}}, {"u2", {"b", "a", "c"}}, {"u3", {"c", "b"}}, {"u4", {"d"}}});
}

TEST(ItemKnn, SumsCosinesOverTheHistory) {
  const auto model = fit_item_knn(shop(), {.counting = {}});
  ASSERT_TRUE(model.has_value());
  const auto scores = scores_after(**model, {0, 2});
  EXPECT_FLOAT_EQ(scores[1], 2.0F / std::sqrt(6.0F) + 2.0F / std::sqrt(6.0F));
  EXPECT_LT(scores[3], 0.0F);
}

TEST(ItemKnn, WeighsOlderItemsLess) {
  const auto model = fit_item_knn(shop(), {.decay = 0.5, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_FLOAT_EQ(scores_after(**model, {0, 2})[1], 1.5F * 2.0F / std::sqrt(6.0F));
}

TEST(ItemKnn, CountsARepeatedItemOnce) {
  const auto model = fit_item_knn(shop(), {.counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(scores_after(**model, {0, 2, 0}), scores_after(**model, {2, 0}));
}

TEST(ItemKnn, ReadsTheNewestItemsOnly) {
  const auto model = fit_item_knn(shop(), {.history_max = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(scores_after(**model, {0, 2}), scores_after(**model, {2}));
}

}  // namespace
}  // namespace attune::models
