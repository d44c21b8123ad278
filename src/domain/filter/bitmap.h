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

  // The other bitmap must have the same size.
  void keep_only(const Bitmap& other) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] &= other.words[i];
  }
  void add_all(const Bitmap& other) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
  }
  void remove_all(const Bitmap& other) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] &= ~other.words[i];
  }
  void invert() {
    for (std::uint64_t& word : words) word = ~word;
    if (size % 64 != 0) words.back() &= (std::uint64_t{1} << (size % 64)) - 1;
  }
  friend bool operator==(const Bitmap&, const Bitmap&) = default;

  std::vector<std::uint64_t> words;
  std::size_t size;
};

}  // namespace attune::filter
