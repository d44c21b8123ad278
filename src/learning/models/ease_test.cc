#include "learning/models/ease.h"

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
#include "learning/models/ease_table.h"

namespace attune::models {
namespace {

using Matrix = std::vector<std::vector<double>>;

// Gauss-Jordan in double precision.
Matrix inverse_of(Matrix a) {
  const std::size_t n = a.size();
  for (std::size_t i = 0; i < n; ++i) {
    a[i].resize(2 * n, 0.0);
    a[i][n + i] = 1.0;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = a[k][k];
    for (double& value : a[k]) value /= pivot;
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k) continue;
      const double factor = a[i][k];
      for (std::size_t j = 0; j < 2 * n; ++j) a[i][j] -= factor * a[k][j];
    }
  }
  for (auto& row : a) row.erase(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(n));
  return a;
}

Matrix naive_weights(const data::InteractionTable& table, double ridge) {
  const std::size_t n = table.item_count();
  Matrix gram(n, std::vector<double>(n, 0.0));
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    std::vector<bool> holds(n, false);
    for (auto row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      holds[data::raw(table.item[row])] = true;
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) gram[i][j] += holds[i] && holds[j] ? 1.0 : 0.0;
    }
  }
  for (std::size_t i = 0; i < n; ++i) gram[i][i] += ridge;
  const Matrix p = inverse_of(gram);
  Matrix b = p;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) b[j][i] = i == j ? 0.0 : -p[j][i] / p[i][i];
  }
  return b;
}

data::InteractionTable random_table() {
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 60; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::uint64_t length = 1 + random.below(12); length > 0; --length) {
      sequence.items.push_back("i" + std::to_string(random.below(20)));
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

std::vector<float> evidence(const EaseTable& table, const std::vector<std::uint32_t>& history) {
  std::vector<float> e(table.item_count(), 0.0F);
  table.add(history, e);
  return e;
}

TEST(EaseTable, IsTheClosedFormWithSigns) {
  const auto table = random_table();
  const Matrix expected = naive_weights(table, 0.5);
  const auto ease = EaseTable::fit(
      table, {.ridge = 0.5, .history_decay = 0.5, .neighbours_max = kEveryItem, .counting = {}});
  ASSERT_TRUE(ease.has_value());
  const auto e = evidence(*ease, {2, 7, 5});
  for (std::size_t item = 0; item < e.size(); ++item) {
    EXPECT_NEAR(e[item], expected[5][item] + 0.5 * expected[7][item] + 0.25 * expected[2][item],
                1e-5);
  }
  EXPECT_LT(*std::ranges::min_element(e), 0.0F);
}

TEST(EaseTable, KeepsTheLargestMagnitudes) {
  const auto table = random_table();
  const Matrix expected = naive_weights(table, 10.0);
  const auto ease = EaseTable::fit(table, {.ridge = 10.0, .neighbours_max = 4, .counting = {}});
  ASSERT_TRUE(ease.has_value());
  std::vector<double> magnitudes;
  for (const double weight : expected[3]) magnitudes.push_back(std::abs(weight));
  std::ranges::sort(magnitudes, std::greater<>());
  const auto e = evidence(*ease, {3});
  EXPECT_EQ(std::ranges::count_if(e, [](float weight) { return weight != 0.0F; }), 4);
  for (const float weight : e) {
    if (weight != 0.0F) {
      EXPECT_GE(static_cast<double>(std::abs(weight)) + 1e-6, magnitudes[3]);
    }
  }
}

TEST(EaseTable, AddsTheSameToSumsAndToScores) {
  const auto ease = EaseTable::fit(random_table(), {.counting = {}});
  ASSERT_TRUE(ease.has_value());
  const std::vector<std::uint32_t> history{1, 4, 1, 9};
  ItemSums sums(ease->item_count());
  ease->add(history, sums);
  const auto e = evidence(*ease, history);
  for (std::uint32_t item = 0; item < e.size(); ++item) EXPECT_EQ(sums.at(item), e[item]);
}

TEST(EaseTable, LeavesOutItemsWithoutEvents) {
  const auto table =
      features::table_of({{"ann", {"a", "b", "c"}}, {"bob", {"b", "c"}}, {"cat", {"d"}}});
  auto cut = table;
  cut.offsets.pop_back();  // cat and her item's only event
  cut.item.pop_back();
  cut.timestamp_s.pop_back();
  EXPECT_EQ(items_with_events(cut), 3U);
  const auto ease = EaseTable::fit(cut, {.ridge = 1.0, .counting = {}});
  ASSERT_TRUE(ease.has_value());
  EXPECT_EQ(ease->item_count(), 4U);
  EXPECT_FALSE(ease->knows(3));
  EXPECT_EQ(evidence(*ease, {0})[3], 0.0F);
}

TEST(EaseTable, NamesTheBoundThatACatalogueIsAbove) {
  EXPECT_TRUE(EaseTable::fits(kEaseItemsMax));
  std::vector<features::NamedSequence> sequences;
  for (std::size_t i = 0; i <= kEaseItemsMax; ++i) {
    sequences.push_back({"u" + std::to_string(i), {"i" + std::to_string(i)}});
  }
  const auto ease = EaseTable::fit(features::table_of(sequences), {.counting = {}});
  ASSERT_FALSE(ease.has_value());
  EXPECT_EQ(ease.error().message, "EASE: 20001 items have events, at most 20000 fit its matrix");
}

TEST(EaseTable, RefusesOptionsOutOfRange) {
  const auto table = random_table();
  EXPECT_FALSE(EaseTable::fit(table, {.ridge = 0.0, .counting = {}}).has_value());
  EXPECT_FALSE(EaseTable::fit(table, {.history_decay = 1.5, .counting = {}}).has_value());
}

TEST(EaseTable, StopsWhenAsked) {
  const auto stopped = EaseTable::fit(
      random_table(), {.counting = {.worker_count = 1, .progress = [](double) { return false; }}});
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
}

TEST(Ease, CountsAnItemOnceAtItsNewestEvent) {
  const auto model = fit_ease(random_table(), {.history_decay = 0.5, .counting = {}});
  ASSERT_TRUE(model.has_value());
  const auto scores_after = [&](const std::vector<std::uint32_t>& history) {
    const auto state = (*model)->start(std::nullopt);
    for (const auto item : history) (*model)->advance(*state, {.item = data::ItemIndex{item}});
    std::vector<float> scores((*model)->item_count());
    (*model)->score(*state, scores);
    return scores;
  };
  EXPECT_EQ(scores_after({1, 2, 1}), scores_after({2, 1}));
}

}  // namespace
}  // namespace attune::models
