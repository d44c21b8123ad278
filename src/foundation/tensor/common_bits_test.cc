#include "foundation/tensor/common_bits.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/base/random.h"

namespace attune::tensor {
namespace {

struct Shape {
  std::size_t rows;
  std::size_t columns;
};

class CommonBits : public testing::TestWithParam<Shape> {};

TEST_P(CommonBits, AreCountedForEveryPair) {
  const auto [rows, columns] = GetParam();
  Random random(1);
  std::vector<std::vector<bool>> bits(rows, std::vector<bool>(columns));
  BitMatrix matrix(rows, columns);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (random.below(1 + r % 5) != 0) continue;
      bits[r][c] = true;
      matrix.set(r, c);
    }
  }
  std::vector<std::uint32_t> counts(rows * rows);
  const std::size_t half = rows / 2 / kBitTile * kBitTile;
  count_common_bits(matrix, half, rows, counts);
  count_common_bits(matrix, 0, half, counts);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < rows; ++j) {
      std::uint32_t expected = 0;
      for (std::size_t c = 0; c < columns; ++c) expected += bits[i][c] && bits[j][c] ? 1U : 0U;
      ASSERT_EQ(counts[i * rows + j], expected) << i << " " << j;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, CommonBits,
                         testing::Values(Shape{0, 5}, Shape{1, 1}, Shape{3, 64}, Shape{4, 65},
                                         Shape{9, 511}, Shape{17, 512}, Shape{22, 1500}));

}  // namespace
}  // namespace attune::tensor
