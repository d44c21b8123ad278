#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/synthetic/catalogue.h"
#include "foundation/base/random.h"

namespace attune::synthetic {

enum class EventKind : std::uint8_t { kView, kClick, kAddToCart, kPurchase };
[[nodiscard]] std::string_view name_of(EventKind kind);

struct ShopEvent {
  std::uint32_t second = 0;  // of the day
  std::uint32_t user = 0;
  std::uint32_t item = 0;
  EventKind kind = EventKind::kView;
  std::uint8_t quantity = 0;  // of a purchase
  std::uint8_t device = 0;    // position in `devices`
};

/// What stays the same about a customer; a function of the seed and the number.
struct Profile {
  std::uint8_t age = 0;
  std::uint8_t gender = 0;          // 0: F, 1: M, 2: unknown
  std::uint8_t membership = 0;      // 0: none, 1: Plus, 2: Gold
  std::uint8_t favourites[2] = {};  // projects
  std::uint8_t collection = 0;
  std::uint8_t device = 0;
  float price_level = 1.0F;  // of what they pay, against a shelf's typical price
  float activity = 1.0F;     // sessions, against the average customer
  float hour = 20.0F;        // when they like to shop
};

[[nodiscard]] Profile profile_of(std::uint64_t seed, std::uint32_t user);

/// What a customer is up to, from one visit to the next.
struct CustomerState {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t in_cart = kNone;
  std::uint32_t restock_item = kNone;
  std::int16_t restock_day = 0;
  std::uint8_t project = 0xFF;  // 0xFF: not chosen yet
  std::uint8_t step = 0;
  std::uint8_t collection = 0;
};

/// Makes up visits. Borrows the catalogue. Not thread-safe; one a thread.
class VisitWriter {
 public:
  explicit VisitWriter(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// Appends the events of one visit, seconds ascending and below 86400, and moves `state` on.
  void visit(Random& random, const Profile& profile, std::uint32_t user, std::uint32_t day,
             CustomerState& state, std::vector<ShopEvent>& events);

 private:
  struct Visit;

  [[nodiscard]] const std::vector<std::uint32_t>& shelf_bucket(std::size_t shelf,
                                                               std::size_t collection) const;
  std::uint32_t pick(Visit& visit, const std::vector<std::uint32_t>& bucket,
                     std::uint32_t after) const;
  bool browse(Visit& visit, std::size_t shelf) const;
  bool look_at(Visit& visit, std::uint32_t item) const;
  void buy(Visit& visit, std::uint32_t item) const;
  static void emit(Visit& visit, std::uint32_t item, EventKind kind, std::uint8_t quantity = 0);

  const Catalogue& catalogue_;
};

}  // namespace attune::synthetic
