#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune::filter {

/// One bit an item of a catalogue. Bits beyond `size` are zero.
struct Bitmap {
  explicit Bitmap(std::size_t bit_count = 0, bool value = false)
      : words((bit_count + 63) / 64, value ? ~std::uint64_t{0} : 0), size(bit_count) {
    if (value && size % 64 != 0) words.back() = (std::uint64_t{1} << (size % 64)) - 1;
  }
  [[nodiscard]] bool test(std::size_t bit) const {
    return ((words[bit / 64] >> (bit % 64)) & 1U) != 0;
  }
  void set(std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
  void reset(std::size_t bit) { words[bit / 64] &= ~(std::uint64_t{1} << (bit % 64)); }

  std::vector<std::uint64_t> words;
  std::size_t size;
};

}  // namespace attune::filter
