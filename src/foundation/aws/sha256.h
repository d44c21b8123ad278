#pragma once

#include <array>
#include <string>
#include <string_view>

namespace attune::aws {

/// 32 raw bytes.
using Digest = std::array<char, 32>;

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(const Digest& digest);
[[nodiscard]] inline std::string_view view_of(const Digest& digest) {
  return {digest.data(), digest.size()};
}

/// Takes the same time wherever the first difference is; false at once for unequal lengths.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace attune::aws
