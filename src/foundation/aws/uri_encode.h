#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attune::aws {

enum class Slash : std::uint8_t { kEncode, kKeep };

/// Percent-encodes every byte but A-Z a-z 0-9 - . _ ~ (and "/" where kept), with upper-case digits,
/// as Signature Version 4 wants it.
[[nodiscard]] std::string uri_encode(std::string_view text, Slash slash = Slash::kEncode);

/// Undoes percent-encoding; "+" stays "+". Nothing for an incomplete or malformed escape.
[[nodiscard]] std::optional<std::string> uri_decode(std::string_view text);

}  // namespace attune::aws
