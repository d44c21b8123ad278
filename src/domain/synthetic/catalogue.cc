#include "domain/synthetic/catalogue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/synthetic/departments.h"
#include "foundation/base/random.h"

namespace attune::synthetic {
namespace {

constexpr double kNewItemShare = 0.25;  // created while the shop is watched
constexpr std::int32_t kOldestDays = 900;

constexpr std::array<std::string_view, 6> kColours{"Sand",  "Slate", "Moss",
                                                   "Ivory", "Rust",  "Navy"};
constexpr std::array<std::string_view, 3> kPacks{"3-pack", "6-pack", "Refill"};

Item make_item(Random random, std::uint32_t number, std::uint32_t day_count) {
  Item item;
  const auto shelf_list = shelves();
  item.shelf = static_cast<std::uint16_t>(number % shelf_list.size());
  item.collection = static_cast<std::uint8_t>((number / shelf_list.size()) % kStyleCount);
  item.brand = static_cast<std::uint8_t>(random.below(brands().size()));
  const double level = std::exp(0.45 * random.normal());
  item.price =
      static_cast<float>(std::max(1.0, std::round(shelf_list[item.shelf].price * level)) - 0.05);
  const bool is_new = random.uniform() < kNewItemShare;
  item.created_day = is_new ? static_cast<std::int32_t>(random.below(day_count))
                            : -1 - static_cast<std::int32_t>(random.below(kOldestDays));
  item.appeal = static_cast<float>(0.2 + 0.8 * random.uniform());
  return item;
}

}  // namespace

Catalogue::Catalogue(std::uint32_t item_count, std::uint32_t day_count, std::uint64_t seed)
    : buckets_(shelves().size() * kStyleCount), seed_(seed) {
  const Random random(seed);
  // Places are dealt in an order that has nothing to do with the ids.
  std::vector<std::uint32_t> places(item_count);
  for (std::uint32_t at = 0; at < item_count; ++at) places[at] = at;
  Random shuffle = random.fork(1);
  for (std::uint32_t at = item_count; at > 1; --at) {
    std::swap(places[at - 1], places[shuffle.below(at)]);
  }
  items_.resize(item_count);
  for (std::uint32_t place = 0; place < item_count; ++place) {
    const std::uint32_t id = places[place];
    items_[id] = make_item(random.fork(2 + std::uint64_t{id}), place, day_count);
    buckets_[items_[id].shelf * kStyleCount + items_[id].collection].push_back(id);
  }
}

const std::vector<std::uint32_t>& Catalogue::bucket(std::size_t shelf,
                                                    std::size_t collection) const {
  return buckets_[shelf * kStyleCount + collection];
}

std::string Catalogue::title_of(std::uint32_t number) const {
  const Item& item = items_[number];
  const Shelf& shelf = shelves()[item.shelf];
  const std::uint64_t dice = mix64(seed_ ^ (std::uint64_t{number} << 20));
  std::string title(shelf.styles[item.collection]);
  title += ' ';
  title += shelf.nouns[dice % shelf.nouns.size()];
  if (shelf.consumable) {
    title += ' ';
    title += kPacks[(dice >> 8) % kPacks.size()];
  } else {
    title += ", ";
    title += kColours[(dice >> 8) % kColours.size()];
  }
  return title;
}

}  // namespace attune::synthetic
