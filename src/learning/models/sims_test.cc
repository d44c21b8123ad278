#include "learning/models/sims.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"

namespace attune::models {
namespace {

std::vector<float> related(const Model& model, std::uint32_t item) {
  std::vector<float> scores(model.item_count());
  EXPECT_TRUE(model.related(data::ItemIndex{item}, scores));
  return scores;
}

// a and b share three users, a and c one; d is alone. Items are numbered a 0, b 1, c 2, d 3.
data::InteractionTable shop() {
  return features::table_of(
      {{"u1", {"a", "b", "a"}}, {"u2", {"b", "a"}}, {"u3", {"a", "b", "c"}}, {"u4", {"d"}}});
}

TEST(Sims, CountsUsersInCommonOverThePopularityOfTheOther) {
  const auto model =
      fit_sims(shop(), {},
               {.popularity_discount_factor = 0.5, .min_cointeraction_count = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  const auto scores = related(**model, 0);
  EXPECT_TRUE(std::isinf(scores[0]));
  EXPECT_FLOAT_EQ(scores[1], 3.0F / std::sqrt(3.0F));
  EXPECT_FLOAT_EQ(scores[2], 1.0F);
  EXPECT_LT(scores[3], 0.0F);
}

TEST(Sims, DropsPairsBelowTheMinimumCount) {
  const auto model = fit_sims(shop(), {}, {.min_cointeraction_count = 2, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_GT(related(**model, 0)[1], 0.0F);
  EXPECT_LT(related(**model, 0)[2], 0.0F);
}

TEST(Sims, KnowsNothingAboutAnItemWithoutNeighbours) {
  const auto model = fit_sims(shop(), {}, {.min_cointeraction_count = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  std::vector<float> scores((*model)->item_count());
  EXPECT_FALSE((*model)->related(data::ItemIndex{3}, scores));
}

TEST(Sims, LeavesOutItemsThatDoNotTakePart) {
  const auto model =
      fit_sims(shop(), {true, false, true, true}, {.min_cointeraction_count = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_LT(related(**model, 0)[1], 0.0F);
  std::vector<float> scores((*model)->item_count());
  EXPECT_FALSE((*model)->related(data::ItemIndex{1}, scores));
}

TEST(Sims, KeepsTheStrongestNeighbours) {
  const auto model =
      fit_sims(shop(), {}, {.min_cointeraction_count = 1, .neighbours_max = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_GT(related(**model, 0)[1], 0.0F);
  EXPECT_LT(related(**model, 0)[2], 0.0F);
}

TEST(Sims, StopsWhenAsked) {
  const auto model = fit_sims(
      shop(), {}, {.counting = {.worker_count = 1, .progress = [](double) { return false; }}});
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
}

TEST(Sims, AgreesWithANaiveCount) {
  constexpr std::size_t kItems = 40;
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  std::vector<std::set<std::string>> sets;
  for (int user = 0; user < 60; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    for (int i = 0; i < 12; ++i) sequence.items.push_back(std::to_string(random.below(kItems)));
    sets.emplace_back(sequence.items.begin(), sequence.items.end());
    sequences.push_back(sequence);
  }
  const auto table = features::table_of(sequences);
  const auto model = fit_sims(
      table, {}, {.popularity_discount_factor = 0.7, .min_cointeraction_count = 3, .counting = {}});
  ASSERT_TRUE(model.has_value());
  for (std::uint32_t i = 0; i < table.item_count(); ++i) {
    std::vector<float> scores(table.item_count());
    (*model)->related(data::ItemIndex{i}, scores);
    const std::string name_i(table.items->text(i));
    for (std::uint32_t j = 0; j < table.item_count(); ++j) {
      const std::string name_j(table.items->text(j));
      double both = 0, other = 0;
      for (const auto& set : sets) {
        other += set.contains(name_j) ? 1 : 0;
        both += set.contains(name_i) && set.contains(name_j) ? 1 : 0;
      }
      if (i == j || both < 3) continue;
      EXPECT_NEAR(static_cast<double>(scores[j]), both / std::pow(other, 0.7), 1e-5);
    }
  }
}

// a b a c: b follows a once, c follows a at 3 and at 1.
TEST(Sims, CountsForwardByDistanceInsideTheWindow) {
  const auto table = features::table_of({{"u1", {"a", "b", "a", "c"}}, {"u2", {"c", "a", "b"}}});
  const auto fitted = [&](std::size_t window, std::int32_t count_min) {
    return fit_sims(table, {},
                    {.popularity_discount_factor = 0.0,
                     .min_cointeraction_count = count_min,
                     .order = SimsOrder::kForward,
                     .window = window,
                     .distance_exponent = 1.0,
                     .counting = {}});
  };
  const auto wide = fitted(3, 1);
  const auto narrow = fitted(2, 1);
  const auto strict = fitted(3, 2);
  ASSERT_TRUE(wide && narrow && strict);
  EXPECT_FLOAT_EQ(related(**wide, 0)[1], 2.0F);
  EXPECT_FLOAT_EQ(related(**wide, 0)[2], 1.0F + 1.0F / 3.0F);
  EXPECT_FLOAT_EQ(related(**narrow, 0)[2], 1.0F);
  EXPECT_FLOAT_EQ(related(**wide, 2)[0], 1.0F);
  EXPECT_FLOAT_EQ(related(**wide, 2)[1], 0.5F);
  EXPECT_FLOAT_EQ(related(**strict, 0)[2], 1.0F + 1.0F / 3.0F);
  std::vector<float> scores(3);
  EXPECT_FALSE((*strict)->related(data::ItemIndex{2}, scores));
}

TEST(Sims, LeavesOutItemsThatDoNotTakePartForwardToo) {
  const auto model =
      fit_sims(shop(), {true, false, true, true},
               {.min_cointeraction_count = 1, .order = SimsOrder::kForward, .counting = {}});
  ASSERT_TRUE(model.has_value());
  EXPECT_LT(related(**model, 0)[1], 0.0F);
  EXPECT_GT(related(**model, 0)[2], 0.0F);
  std::vector<float> scores((*model)->item_count());
  EXPECT_FALSE((*model)->related(data::ItemIndex{1}, scores));
}

TEST(Sims, RefusesAnEmptyWindow) {
  EXPECT_FALSE(fit_sims(shop(), {}, {.order = SimsOrder::kForward, .window = 0, .counting = {}})
                   .has_value());
}

TEST(Sims, RefusesAnArtefactWhoseNeighboursLeaveTheCatalogue) {
  const auto model = fit_sims(shop(), {}, {.min_cointeraction_count = 1, .counting = {}});
  ASSERT_TRUE(model.has_value());
  Artefact artefact = (*model)->to_artefact();
  for (Tensor& tensor : artefact.tensors) {
    if (tensor.name == "neighbours") std::get<std::vector<std::int32_t>>(tensor.values)[0] = 99;
  }
  EXPECT_FALSE(load_sims(artefact).has_value());
}

}  // namespace
}  // namespace attune::models
