#include "learning/models/factorise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/gemv.h"

namespace attune::models {
namespace {

NeighbourLists lists_of(const std::vector<float>& dense, std::size_t items) {
  NeighbourLists lists;
  lists.offsets.push_back(0);
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t j = 0; j < items; ++j) {
      if (dense[i * items + j] == 0.0F) continue;
      lists.items.push_back(static_cast<std::int32_t>(j));
      lists.weights.push_back(dense[i * items + j]);
    }
    lists.offsets.push_back(static_cast<std::int64_t>(lists.items.size()));
  }
  return lists;
}

// A A^T of a random (items, rank) A.
std::vector<float> of_rank(std::size_t items, std::size_t rank) {
  Random random(4);
  std::vector<double> a(items * rank);
  for (double& value : a) value = random.normal();
  std::vector<float> dense(items * items);
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t j = 0; j < items; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < rank; ++k) sum += a[i * rank + k] * a[j * rank + k];
      dense[i * items + j] = static_cast<float>(sum);
    }
  }
  return dense;
}

double worst_error(const Factors& factors, const std::vector<float>& dense, std::size_t items) {
  const auto view = factors.view();
  double worst = 0.0;
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t j = 0; j < items; ++j) {
      const float product = tensor::dot({view.row(i), view.columns}, {view.row(j), view.columns});
      worst = std::max(worst, static_cast<double>(std::abs(product - dense[i * items + j])));
    }
  }
  return worst;
}

TEST(Factorise, FindsAMatrixOfItsRankAgain) {
  constexpr std::size_t kItems = 90;
  const auto dense = of_rank(kItems, 8);
  EXPECT_LT(worst_error(factorise(lists_of(dense, kItems), {.dimensions = 8}), dense, kItems),
            1e-3);
  EXPECT_LT(worst_error(factorise(lists_of(dense, kItems), {.dimensions = 20}), dense, kItems),
            1e-3);
}

TEST(Factorise, PutsTheStrongestDirectionFirst) {
  constexpr std::size_t kItems = 60;
  const auto factors = factorise(lists_of(of_rank(kItems, 6), kItems), {.dimensions = 6});
  double before = 1e30;
  for (std::size_t d = 0; d < 6; ++d) {
    double square = 0.0;
    for (std::size_t i = 0; i < kItems; ++i) {
      const auto value = static_cast<double>(factors.vectors[i * 6 + d]);
      square += value * value;
    }
    EXPECT_LE(square, before * 1.0001);
    before = square;
  }
}

TEST(Factorise, GivesTheSameBitsOnAnyNumberOfWorkers) {
  constexpr std::size_t kItems = 200;
  const auto lists = lists_of(of_rank(kItems, 9), kItems);
  EXPECT_EQ(factorise(lists, {.dimensions = 5, .worker_count = 1}).vectors,
            factorise(lists, {.dimensions = 5, .worker_count = 3}).vectors);
}

TEST(Factorise, StandsFewItemsAndNone) {
  EXPECT_TRUE(factorise(lists_of({}, 0), {.dimensions = 5}).vectors.empty());
  const auto one = factorise(lists_of({4.0F}, 1), {.dimensions = 3});
  EXPECT_NEAR(std::abs(one.vectors[0]), 2.0F, 1e-5F);
  EXPECT_EQ(one.vectors[1], 0.0F);
  const auto nothing = factorise(lists_of(std::vector<float>(9, 0.0F), 3), {.dimensions = 2});
  for (const float value : nothing.vectors) EXPECT_EQ(value, 0.0F);
}

}  // namespace
}  // namespace attune::models
