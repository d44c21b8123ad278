#include "domain/data/cell_value.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "domain/data/column_name.h"
#include "foundation/io/number.h"

namespace attune::data {
namespace {

constexpr double kInt64Limit = 9.2e18;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

/// The length of the well-formed sequence at `at` (RFC 3629); 0: there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80U) return 1;
  const std::size_t length = lead < 0xC2U ? 0 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
  if (length == 0 || lead > 0xF4U || at + length > text.size()) return 0;
  for (std::size_t next = 1; next < length; ++next) {
    if (!is_continuation(text[at + next])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool overlong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xF0U && second < 0x90U);
  const bool surrogate = lead == 0xEDU && second > 0x9FU;
  const bool too_large = lead == 0xF4U && second > 0x8FU;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  if (text.size() <= count) return text;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    if (count == 0) break;
    --count;
  }
  return text.substr(0, at);
}

bool is_time_column(std::string_view name) {
  return folded_column_name(name).ends_with("timestamp");
}

std::optional<std::int64_t> integer_of(std::string_view text, bool is_time) {
  if (const auto exact = io::parse_integer(text)) return exact;
  const auto number = io::parse_number(text);
  if (!number || std::fabs(*number) > kInt64Limit) return std::nullopt;
  const double whole = std::trunc(*number);
  if (whole != *number && !is_time) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

}  // namespace attune::data
