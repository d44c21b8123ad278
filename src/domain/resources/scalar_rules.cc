#include "domain/resources/scalar_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace attune::resources {
namespace {

constexpr std::size_t kAccountDigits = 12;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}
bool is_account(std::string_view text) {
  return text.size() == kAccountDigits && std::ranges::all_of(text, is_digit);
}

// Cuts `text` behind the next ":" and returns what stood before it; all of it if there is none.
std::string_view next_part(std::string_view& text) {
  const std::size_t colon = text.find(':');
  const std::string_view part = text.substr(0, colon);
  text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  return part;
}

bool is_partition(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
  });
}

// A character outside ASCII that is neither a letter, a number nor a separator: what Unicode keeps
// for controls, punctuation, symbols and emoji. Blocks instead of full tables: tags in use are far
// from the borders.
bool is_symbol(std::uint32_t code) {
  return (code >= 0x80 && code < 0xA0) || (code > 0xA0 && code < 0xAA) || code == 0xAB ||
         code == 0xAC || (code >= 0xAD && code <= 0xB1) || code == 0xB4 ||
         (code >= 0xB6 && code <= 0xB8) || code == 0xBB || code == 0xBF || code == 0xD7 ||
         code == 0xF7 || (code >= 0x2010 && code <= 0x2027) || (code >= 0x2030 && code <= 0x205E) ||
         (code >= 0x20A0 && code <= 0x20CF) || (code >= 0x2190 && code <= 0x245F) ||
         (code >= 0x2500 && code <= 0x2BFF) || (code >= 0xE000 && code <= 0xF8FF) ||
         (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x1F000 && code <= 0x1FAFF);
}

// Decodes the character at `position` of valid UTF-8 and moves behind it.
std::uint32_t next_code(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  std::uint32_t code = lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more && position < text.size(); ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[position++]) & 0x3FU);
  }
  return code;
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && (is_letter(text[0]) || is_digit(text[0])) &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '-'; });
}

bool is_personalize_arn(std::string_view text) {
  if (next_part(text) != "arn" || !is_partition(next_part(text)) ||
      next_part(text) != "personalize") {
    return false;
  }
  const std::size_t region_end = text.find(':');
  if (region_end == std::string_view::npos) return false;
  text.remove_prefix(region_end + 1);
  const std::size_t account_end = text.find(':');
  return account_end != std::string_view::npos && account_end + 1 < text.size();
}

bool is_role_arn(std::string_view text) {
  if (next_part(text) != "arn" || !is_partition(next_part(text)) || next_part(text) != "iam" ||
      !next_part(text).empty() || !is_account(next_part(text)) || !text.starts_with("role")) {
    return false;
  }
  text.remove_prefix(4);
  constexpr std::string_view kMarks = "+=,.@-_/";
  return !text.empty() && text != "/" && std::ranges::all_of(text, [&](char c) {
    return is_word(c) || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_kms_key_arn(std::string_view text) {
  if (next_part(text) != "arn" || !next_part(text).starts_with("aws") || next_part(text) != "kms") {
    return false;
  }
  next_part(text);
  return is_account(next_part(text)) && text.starts_with("key/");
}

bool is_data_location(std::string_view text) {
  for (const std::string_view scheme : {"s3://", "http://", "https://", "file://"}) {
    if (text.starts_with(scheme)) return text.size() > scheme.size();
  }
  return false;
}

bool is_letters_and_underscores(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || c == '_'; });
}

bool is_column_name(std::string_view text) {
  return !text.empty() && !is_digit(text[0]) && std::ranges::all_of(text, is_word);
}

bool is_parameter_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_word);
}

bool is_tag_text(std::string_view text) {
  constexpr std::string_view kMarks = " _.:/=+-@";
  for (std::size_t position = 0; position < text.size();) {
    const std::uint32_t code = next_code(text, position);
    if (code < 0x80) {
      const char c = static_cast<char>(code);
      if (!is_word(c) && kMarks.find(c) == std::string_view::npos) return false;
    } else if (is_symbol(code)) {
      return false;
    }
  }
  return true;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_attribution_source(std::string_view text) {
  return text.find_first_not_of(' ') != std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_schedule(std::string_view text) {
  constexpr std::string_view kStart = "rate(";
  if (!text.starts_with(kStart)) return false;
  text.remove_prefix(kStart.size());
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = text.substr(digits);
  return digits > 0 && (unit == " day)" || unit == " days)");
}

}  // namespace attune::resources
