#include "learning/models/similar_items.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/feature_regression.h"

namespace attune::models {
namespace {

constexpr std::size_t kGroups = 4;
constexpr std::size_t kItems = 40;  // item i is of group i % kGroups

// Users stay in their group; items of `cold` never occur but are in the vocabulary.
data::InteractionTable shop(const std::vector<std::size_t>& cold) {
  Random random(2);
  std::vector<features::NamedSequence> sequences;
  features::NamedSequence all{.user = "all", .items = {}};
  for (std::size_t item = 0; item < kItems; ++item) all.items.push_back("i" + std::to_string(item));
  for (std::size_t user = 0; user < 200; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    while (sequence.items.size() < 12) {
      const std::size_t item = random.below(kItems / kGroups) * kGroups + user % kGroups;
      if (std::ranges::count(cold, item) == 0) sequence.items.push_back("i" + std::to_string(item));
    }
    sequences.push_back(sequence);
  }
  sequences.push_back(all);  // names every item in order; its events are cut off again
  std::ranges::rotate(sequences, sequences.end() - 1);
  auto table = features::table_of(sequences);
  table.item.erase(table.item.begin(), table.item.begin() + kItems);
  table.timestamp_s.erase(table.timestamp_s.begin(), table.timestamp_s.begin() + kItems);
  for (auto& offset : table.offsets) offset = std::max<std::uint64_t>(offset, kItems) - kItems;
  return table;
}

// One category for each group, and one that all items share.
nn::SparseRows groups() {
  nn::SparseRows features{.feature_count = kGroups + 1, .features = {}, .values = {}};
  for (std::uint32_t item = 0; item < kItems; ++item) {
    features.features.push_back(item % kGroups);
    features.features.push_back(kGroups);
    features.values.insert(features.values.end(), {1.0F, 1.0F});
    features.offsets.push_back(static_cast<std::uint32_t>(features.features.size()));
  }
  return features;
}

SimilarItemsOptions small() {
  return {.id_dimension = 8, .metadata_dimension = 6, .counting = {}};
}

// Of the best items with `item`, how many are of its group.
std::size_t of_the_group(const Model& model, std::uint32_t item) {
  std::vector<float> scores(model.item_count());
  EXPECT_TRUE(model.related(data::ItemIndex{item}, scores));
  EXPECT_TRUE(std::isinf(scores[item]));
  std::vector<std::uint32_t> order(scores.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&](auto a, auto b) { return scores[a] > scores[b]; });
  return static_cast<std::size_t>(
      std::count_if(order.begin(), order.begin() + kItems / kGroups - 1,
                    [&](std::uint32_t other) { return other % kGroups == item % kGroups; }));
}

TEST(SimilarItems, FindsWhatGoesTogether) {
  const auto model = fit_similar_items(shop({}), {}, small());
  ASSERT_TRUE(model.has_value());
  for (const std::uint32_t item : {0U, 5U, 39U}) EXPECT_EQ(of_the_group(**model, item), 9U);
}

TEST(SimilarItems, FindsANewItemByItsMetadataAndForIt) {
  const auto model = fit_similar_items(shop({7}), groups(), small());
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(of_the_group(**model, 7), 9U);
  EXPECT_EQ(of_the_group(**model, 3), 9U);  // 7 among them
}

TEST(SimilarItems, KnowsNothingAboutANewItemWithoutMetadata) {
  const auto model = fit_similar_items(shop({7}), {}, small());
  ASSERT_TRUE(model.has_value());
  std::vector<float> scores(kItems);
  EXPECT_FALSE((*model)->related(data::ItemIndex{7}, scores));
}

TEST(SimilarItems, IsTheSameFromItsArtefactAndFromItsSeed) {
  const auto model = fit_similar_items(shop({7}), groups(), small());
  const auto again = fit_similar_items(shop({7}), groups(), small());
  ASSERT_TRUE(model && again);
  const auto loaded = load_similar_items((*model)->to_artefact());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  std::vector<float> expected(kItems), read(kItems), repeated(kItems);
  EXPECT_TRUE((*model)->related(data::ItemIndex{7}, expected));
  EXPECT_TRUE((*loaded)->related(data::ItemIndex{7}, read));
  EXPECT_TRUE((*again)->related(data::ItemIndex{7}, repeated));
  EXPECT_EQ(expected, read);
  EXPECT_EQ(expected, repeated);
}

TEST(SimilarItems, RefusesADamagedArtefact) {
  const auto model = fit_similar_items(shop({}), {}, small());
  ASSERT_TRUE(model.has_value());
  Artefact cut = (*model)->to_artefact();
  std::get<std::vector<float>>(cut.tensors[1].values).pop_back();
  EXPECT_FALSE(load_similar_items(cut).has_value());
  Artefact broken = (*model)->to_artefact();
  std::get<std::vector<float>>(broken.tensors[1].values)[0] = NAN;
  EXPECT_FALSE(load_similar_items(broken).has_value());
}

TEST(SimilarItems, RefusesAZeroDimension) {
  EXPECT_FALSE(fit_similar_items(shop({}), {}, {.id_dimension = 0, .counting = {}}).has_value());
}

TEST(FeatureRegression, SolvesTheNormalEquations) {
  Random random(8);
  constexpr std::size_t kRows = 50, kFeatures = 6, kColumns = 3;
  nn::SparseRows features{.feature_count = kFeatures, .features = {}, .values = {}};
  std::vector<float> targets;
  std::vector<bool> uses;
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::uint32_t f = 0; f < kFeatures; ++f) {
      if (random.below(2) == 0) continue;
      features.features.push_back(f);
      features.values.push_back(static_cast<float>(random.normal()));
    }
    features.offsets.push_back(static_cast<std::uint32_t>(features.features.size()));
    for (std::size_t c = 0; c < kColumns; ++c)
      targets.push_back(static_cast<float>(random.normal()));
    uses.push_back(r % 5 != 0);
  }
  const auto w = regress(features, {targets.data(), kRows, kColumns}, uses, {.ridge = 2.0});
  // F^T (Y - F W) = ridge W
  std::vector<double> gradient(kFeatures * kColumns, 0.0);
  for (std::size_t r = 0; r < kRows; ++r) {
    if (!uses[r]) continue;
    for (std::size_t c = 0; c < kColumns; ++c) {
      auto rest = static_cast<double>(targets[r * kColumns + c]);
      for (auto e = features.offsets[r]; e < features.offsets[r + 1]; ++e) {
        rest -= static_cast<double>(features.values[e] * w[features.features[e] * kColumns + c]);
      }
      for (auto e = features.offsets[r]; e < features.offsets[r + 1]; ++e) {
        gradient[features.features[e] * kColumns + c] +=
            rest * static_cast<double>(features.values[e]);
      }
    }
  }
  for (std::size_t i = 0; i < w.size(); ++i) {
    EXPECT_NEAR(gradient[i], 2.0 * static_cast<double>(w[i]), 1e-4);
  }
}

}  // namespace
}  // namespace attune::models
