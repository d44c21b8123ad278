#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace attune::synthetic {

/// A shelf of the shop: CATEGORY_L1 (department), CATEGORY_L2 (name), and the words its titles are
/// made of: "<style> <noun>", or "<style> <noun> <pack>" for consumables.
struct Shelf {
  std::string_view department;
  std::string_view name;
  std::span<const std::string_view> nouns;
  std::span<const std::string_view> styles;  // kStyleCount words, one a collection
  double price = 0.0;                        // typical, in money
  bool consumable = false;
  double season = 0.0;       // strength of the yearly rhythm, 0 to 1
  double season_peak = 0.0;  // 0: January, 0.5: July
};

inline constexpr std::size_t kStyleCount = 6;

[[nodiscard]] std::span<const Shelf> shelves();

/// Shelves that are visited one after another (a bed frame, then a mattress, then linen): positions
/// in `shelves()`.
[[nodiscard]] std::span<const std::vector<std::uint16_t>> projects();

[[nodiscard]] std::span<const std::string_view> brands();

}  // namespace attune::synthetic
