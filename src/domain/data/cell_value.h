#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attune::data {

// Lengths in characters (reference 4.2, 4.4).
inline constexpr std::size_t kIdLengthMax = 256;
inline constexpr std::size_t kCategoryLengthMax = 1000;
inline constexpr std::size_t kTextualLengthMax = 20'000;

[[nodiscard]] bool is_utf8(std::string_view text);
/// Of UTF-8 text.
[[nodiscard]] std::size_t character_count(std::string_view text);
[[nodiscard]] inline bool is_longer_than(std::string_view text, std::size_t count_max) {
  return text.size() > count_max && character_count(text) > count_max;
}
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count);

/// TIMESTAMP, CREATION_TIMESTAMP, EXPIRATION_TIMESTAMP: their fractions are cut off.
[[nodiscard]] bool is_time_column(std::string_view name);
/// A whole number; also "1596238243.0", and any fraction if `is_time` (reference trap 30).
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text, bool is_time);
[[nodiscard]] constexpr bool fits_int(std::int64_t value) {
  return value >= INT32_MIN && value <= INT32_MAX;
}

}  // namespace attune::data
