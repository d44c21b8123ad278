#include "foundation/base/unique_id.h"

#include <openssl/rand.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/check.h"

namespace attune {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string make_hex_id(std::size_t digits) {
  std::string bytes(digits, '\0');
  ATTUNE_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size())) == 1);
  for (char& byte : bytes) byte = kDigits[static_cast<unsigned char>(byte) & 0x0F];
  return bytes;
}

std::string make_uuid() {
  std::string text = make_hex_id(36);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text[dash] = '-';
  text[14] = '4';
  constexpr std::array kVariants{'8', '9', 'a', 'b'};
  text[19] = kVariants[static_cast<unsigned char>(text[19]) & 3U];
  return text;
}

std::string make_time_ordered_uuid(std::int64_t unix_ms) {
  ATTUNE_CHECK(unix_ms >= 0 && unix_ms < (std::int64_t{1} << 48));
  std::string text = make_uuid();
  text[14] = '7';
  // The first twelve digits, of which the ninth position is a dash.
  for (std::size_t digit = 12; digit-- > 0; unix_ms >>= 4) {
    text[digit < 8 ? digit : digit + 1] = kDigits[static_cast<std::size_t>(unix_ms & 0x0F)];
  }
  return text;
}

}  // namespace attune
