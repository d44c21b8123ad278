#include "service/control/page_token.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/base/random.h"

namespace attune::control {
namespace {

constexpr std::size_t kHexDigits = 16;
constexpr std::uint64_t kSeed = 0x61747475'6e652d31ULL;

void append_hex(std::uint64_t value, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = kHexDigits; i-- > 0;) out += kDigits[(value >> (4 * i)) & 0xFU];
}

std::uint64_t checksum(const ListIdentity& list, std::uint64_t position) {
  std::uint64_t state = mix64(kSeed ^ position);
  for (const std::string_view part :
       {std::string_view(list.caller.account_id), std::string_view(list.caller.region), list.list,
        list.filter}) {
    state = mix64(state ^ part.size());
    for (const char c : part) state = mix64(state ^ static_cast<unsigned char>(c));
  }
  return state;
}

}  // namespace

std::string make_page_token(const ListIdentity& list, std::int64_t position) {
  const auto bits = static_cast<std::uint64_t>(position);
  const std::uint64_t check = checksum(list, bits);
  std::string token;
  append_hex(bits ^ mix64(check), token);
  append_hex(check, token);
  return token;
}

Result<std::int64_t> read_page_token(const ListIdentity& list,
                                     const std::optional<std::string>& token) {
  if (!token) return 0;
  const auto refused = failure(ErrorCode::kInvalidNextToken,
                               "nextToken: not a token that this list gave for these filters");
  if (token->size() != 2 * kHexDigits) return refused;
  std::uint64_t hidden = 0;
  std::uint64_t check = 0;
  const char* middle = token->data() + kHexDigits;
  constexpr int kBase = 16;
  if (std::from_chars(token->data(), middle, hidden, kBase).ptr != middle ||
      std::from_chars(middle, middle + kHexDigits, check, kBase).ptr != middle + kHexDigits) {
    return refused;
  }
  const std::uint64_t position = hidden ^ mix64(check);
  if (checksum(list, position) != check || position == 0 || position >> 63U != 0) return refused;
  return static_cast<std::int64_t>(position);
}

}  // namespace attune::control
