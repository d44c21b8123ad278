#pragma once

#include <cstddef>
#include <cstdint>

namespace attune::data {

/// Dense positions in a vocabulary: 0, 1, 2, ... A type of their own, so that none is taken for
/// another.
enum class ItemIndex : std::uint32_t {};
enum class UserIndex : std::uint32_t {};
enum class EventTypeIndex : std::uint16_t {};

/// The event type of an interaction that has none.
inline constexpr EventTypeIndex kNoEventType{0xFFFF};

[[nodiscard]] constexpr std::size_t raw(ItemIndex item) {
  return static_cast<std::size_t>(item);
}
[[nodiscard]] constexpr std::size_t raw(UserIndex user) {
  return static_cast<std::size_t>(user);
}
[[nodiscard]] constexpr std::size_t raw(EventTypeIndex type) {
  return static_cast<std::size_t>(type);
}

}  // namespace attune::data
