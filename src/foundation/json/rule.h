#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

namespace attune::json {

/// A test of a whole string, with the words that a refusal uses for what it allows.
struct Pattern {
  std::string_view allows;
  bool (*matches)(std::string_view text);
};

inline constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

/// What a value must fulfil besides its JSON type. Every part that does not concern the type is
/// left at its default.
struct Rule {
  std::size_t size_min = 0;  // characters of a string, entries of a list or map
  std::size_t size_max = kUnbounded;
  double value_min = -std::numeric_limits<double>::infinity();  // of a number
  double value_max = std::numeric_limits<double>::infinity();
  const Pattern* pattern = nullptr;            // of a string
  std::span<const std::string_view> one_of{};  // of a string; empty: anything
  const Rule* each = nullptr;                  // of a list's elements or a map's values
  const Rule* key = nullptr;                   // of a map's keys
};

/// Unicode characters of valid UTF-8.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace attune::json
