#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attune::data {

/// Strings and their dense indices, in the order of first appearance. Looking up is thread-safe,
/// adding is not. At most 2^32 - 2 strings of up to 2^16 - 1 bytes.
/// Memory: the bytes of the strings + about 20 bytes a string.
class Vocabulary {
 public:
  /// The index of `text`, added if it is new.
  std::uint32_t add(std::string_view text);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// Valid as long as this object, also across `add`.
  [[nodiscard]] std::string_view text(std::uint32_t index) const;
  [[nodiscard]] std::size_t size() const;
};

}  // namespace attune::data
