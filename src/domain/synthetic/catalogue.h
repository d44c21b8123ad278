#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attune::synthetic {

struct Item {
  std::uint16_t shelf = 0;
  std::uint8_t collection = 0;
  std::uint8_t brand = 0;
  float price = 0.0F;
  std::int32_t created_day = 0;  // from the first day; negative: before it
  float appeal = 0.0F;           // 0 to 1: how often a look at it goes on
};

/// The items of a shop and where they stand. Item 0, 1, ... by id. Immutable; reading is
/// thread-safe. Memory: about 24 bytes an item.
class Catalogue {
 public:
  Catalogue(std::uint32_t item_count, std::uint32_t day_count, std::uint64_t seed);

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }
  /// The items of one shelf and collection, most popular first; may be empty.
  [[nodiscard]] const std::vector<std::uint32_t>& bucket(std::size_t shelf,
                                                         std::size_t collection) const;
  [[nodiscard]] std::string title_of(std::uint32_t item) const;

 private:
  std::vector<Item> items_;
  std::vector<std::vector<std::uint32_t>> buckets_;
  std::uint64_t seed_;
};

}  // namespace attune::synthetic
