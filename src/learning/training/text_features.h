#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace attune::training {

/// A term of a text and its weight.
struct TextTerm {
  std::uint32_t bucket = 0;  // < kTextBuckets
  float weight = 0.0F;
};
inline constexpr std::uint32_t kTextBuckets = 4096;
inline constexpr std::size_t kTextTermsMax = 24;
/// Only so many bytes of a text are read.
inline constexpr std::size_t kTextBytesRead = 2000;

/// The terms of each text: words and, of longer words, their runs of four characters, in lower
/// case, hashed to buckets; weighed (1 + log tf) log(texts / df), the kTextTermsMax heaviest kept,
/// of length 1. Terms of one text only are left out: they would be a second id. Empty texts have no
/// terms.
[[nodiscard]] std::vector<std::vector<TextTerm>> text_terms(
    std::span<const std::string_view> texts);

}  // namespace attune::training
