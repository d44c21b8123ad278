#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::tensor {

/// Rows of bits, all 0 at first.
class BitMatrix {
 public:
  BitMatrix(std::size_t rows, std::size_t columns);

  void set(std::size_t row, std::size_t column) {
    words_[row * stride_ + column / 64] |= std::uint64_t{1} << (column % 64);
  }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// In words; a multiple of 8. Rows are readable to the next multiple of kBitTile.
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] const std::uint64_t* row(std::size_t row) const {
    return words_.data() + row * stride_;
  }

 private:
  std::size_t rows_;
  std::size_t stride_;
  std::vector<std::uint64_t> words_;
};
inline constexpr std::size_t kBitTile = 4;

/// counts[i, j] = counts[j, i] = how many bits rows i and j have both, for all i in [first, last)
/// and j >= i; `counts` (rows, rows). `first` is a multiple of kBitTile, and `last` is too or is
/// the number of rows. Calls for different ranges may run side by side.
void count_common_bits(const BitMatrix& matrix, std::size_t first, std::size_t last,
                       std::span<std::uint32_t> counts);

}  // namespace attune::tensor
