#include "domain/synthetic/customers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>
#include <vector>

#include "domain/synthetic/departments.h"
#include "foundation/base/random.h"

namespace attune::synthetic {
namespace {

constexpr std::uint32_t kDaySeconds = 86'400;
constexpr std::uint32_t kVisitSecondsMax = 3'600;
constexpr int kPickTriesMax = 8;
constexpr int kShelvesPerVisitMax = 4;
constexpr double kTailExponent = 2.5;  // rank = n u^2.5: density ~ rank^-0.6
constexpr double kNeighbourShare = 0.55;
constexpr double kStyleShare = 0.88;
constexpr double kTrendPeriodDays = 90.0;

std::uint8_t choose_project(Random& random, const Profile& profile) {
  const double dice = random.uniform();
  if (dice < 0.50) return profile.favourites[0];
  if (dice < 0.85) return profile.favourites[1];
  return static_cast<std::uint8_t>(random.below(projects().size()));
}

/// Each item's demand swings with its own phase; 0.4 to 1.
double trend_of(std::uint32_t item, std::uint32_t day) {
  const double phase = static_cast<double>(mix64(item) >> 40) / static_cast<double>(1 << 24);
  const double turn = phase + static_cast<double>(day) / kTrendPeriodDays;
  return 0.7 + 0.3 * std::sin(2 * std::numbers::pi * turn);
}

double season_of(const Shelf& shelf, std::uint32_t day) {
  const double turn = static_cast<double>(day % 365) / 365.0 - shelf.season_peak;
  return 1.0 - shelf.season * 0.5 * (1.0 - std::cos(2 * std::numbers::pi * turn));
}

}  // namespace

std::string_view name_of(EventKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"view", "click", "add_to_cart", "purchase"};
  return kNames[static_cast<std::size_t>(kind)];
}

Profile profile_of(std::uint64_t seed, std::uint32_t user) {
  Random random(mix64(seed ^ 0xC057) + user);
  Profile profile;
  profile.age = static_cast<std::uint8_t>(std::clamp(40.0 + 14.0 * random.normal(), 18.0, 85.0));
  profile.gender = static_cast<std::uint8_t>(random.uniform() < 0.06 ? 2 : random.below(2));
  profile.activity = static_cast<float>(std::exp(1.1 * random.normal() - 0.6));
  profile.membership = static_cast<std::uint8_t>((profile.activity > 0.8F ? 1 : 0) +
                                                 (profile.activity > 2.0F ? 1 : 0));
  // The first favourite goes with age and gender, so that metadata tell something.
  const std::size_t group = profile.age / 10U + 5U * profile.gender;
  profile.favourites[0] =
      static_cast<std::uint8_t>((group * 3 + random.below(3)) % projects().size());
  profile.favourites[1] = static_cast<std::uint8_t>(random.below(projects().size()));
  profile.collection = static_cast<std::uint8_t>(random.below(kStyleCount));
  profile.device = static_cast<std::uint8_t>(random.below(3));
  profile.price_level = static_cast<float>(std::exp(0.4 * random.normal()));
  profile.hour = static_cast<float>(random.uniform() < 0.3 ? 12.5 : 20.0);
  return profile;
}

struct VisitWriter::Visit {
  Random& random;
  const Profile& profile;
  CustomerState& state;
  std::vector<ShopEvent>& events;
  std::uint32_t user = 0;
  std::uint32_t day = 0;
  std::uint32_t second = 0;
  std::uint8_t device = 0;
};

void VisitWriter::emit(Visit& visit, std::uint32_t item, EventKind kind, std::uint8_t quantity) {
  if (visit.second >= kDaySeconds) return;
  visit.events.push_back({.second = visit.second,
                          .user = visit.user,
                          .item = item,
                          .kind = kind,
                          .quantity = quantity,
                          .device = visit.device});
  visit.second += 5 + static_cast<std::uint32_t>(visit.random.below(70));
}

/// The bucket, or the next one that has items: small shops leave some empty.
const std::vector<std::uint32_t>& VisitWriter::shelf_bucket(std::size_t shelf,
                                                            std::size_t collection) const {
  const std::size_t shelf_count = shelves().size();
  for (std::size_t away = 0; away < shelf_count * kStyleCount; ++away) {
    const auto& found = catalogue_.bucket((shelf + away / kStyleCount) % shelf_count,
                                          (collection + away) % kStyleCount);
    if (!found.empty()) return found;
  }
  return catalogue_.bucket(shelf, collection);
}

/// Mostly the next item along the shelf after `after`; otherwise one by popularity, trend, price.
std::uint32_t VisitWriter::pick(Visit& visit, const std::vector<std::uint32_t>& bucket,
                                std::uint32_t after) const {
  const auto& items = catalogue_.items();
  std::uint32_t choice = bucket.front();
  if (after != CustomerState::kNone && visit.random.uniform() < kNeighbourShare) {
    const auto at = std::ranges::find(bucket, after);
    if (at != bucket.end()) {
      const auto next = static_cast<std::size_t>(at - bucket.begin()) + 1 + visit.random.below(2);
      choice = bucket[next % bucket.size()];
      if (items[choice].created_day <= static_cast<std::int32_t>(visit.day)) return choice;
    }
  }
  for (int attempt = 0; attempt < kPickTriesMax; ++attempt) {
    const double rank = std::pow(visit.random.uniform(), kTailExponent);
    choice = bucket[static_cast<std::size_t>(rank * static_cast<double>(bucket.size()))];
    const Item& item = items[choice];
    if (item.created_day > static_cast<std::int32_t>(visit.day)) continue;
    const double typical =
        shelves()[item.shelf].price * static_cast<double>(visit.profile.price_level);
    const double distance = std::log(static_cast<double>(item.price) / typical);
    const double liking = trend_of(choice, visit.day) * std::exp(-distance * distance);
    if (visit.random.uniform() < liking) break;
  }
  return choice;
}

void VisitWriter::buy(Visit& visit, std::uint32_t item) const {
  CustomerState& state = visit.state;
  const Shelf& shelf = shelves()[catalogue_.items()[item].shelf];
  const auto extra = shelf.consumable ? visit.random.below(4) : visit.random.below(8) / 7;
  emit(visit, item, EventKind::kPurchase, static_cast<std::uint8_t>(1 + extra));
  state.in_cart = CustomerState::kNone;
  if (shelf.consumable) {
    state.restock_item = item;
    state.restock_day = static_cast<std::int16_t>(visit.day + 14 + visit.random.below(14));
  }
}

/// A look at one item, down the funnel; true if it was bought.
bool VisitWriter::look_at(Visit& visit, std::uint32_t item) const {
  const double appeal = static_cast<double>(catalogue_.items()[item].appeal);
  emit(visit, item, EventKind::kView);
  if (visit.random.uniform() >= 0.65 * appeal) return false;
  emit(visit, item, EventKind::kClick);
  if (visit.random.uniform() >= 0.40 * appeal) return false;
  emit(visit, item, EventKind::kAddToCart);
  visit.state.in_cart = item;
  if (visit.random.uniform() >= 0.55) return false;
  buy(visit, item);
  return true;
}

/// Looks along one shelf; true if something was bought.
bool VisitWriter::browse(Visit& visit, std::size_t shelf) const {
  const bool in_style = visit.random.uniform() < kStyleShare;
  const std::size_t collection =
      in_style ? visit.state.collection : visit.random.below(kStyleCount);
  const auto& bucket = shelf_bucket(shelf, collection);
  if (bucket.empty()) return false;
  std::uint32_t last = CustomerState::kNone;
  const auto looks = 2 + visit.random.below(5);
  for (std::uint64_t look = 0; look < looks; ++look) {
    last = pick(visit, bucket, last);
    if (look_at(visit, last)) return true;
  }
  return false;
}

void VisitWriter::visit(Random& random, const Profile& profile, std::uint32_t user,
                        std::uint32_t day, CustomerState& state, std::vector<ShopEvent>& events) {
  const double hour =
      std::fmod(24.0 + static_cast<double>(profile.hour) + 2.5 * random.normal(), 24.0);
  const auto start = static_cast<std::uint32_t>(std::max(hour, 0.0) * 3600.0);
  const bool usual = random.uniform() < 0.8;
  Visit visit{.random = random,
              .profile = profile,
              .state = state,
              .events = events,
              .user = user,
              .day = day,
              .second = std::min(start, kDaySeconds - kVisitSecondsMax) +
                        static_cast<std::uint32_t>(random.below(60)),
              .device = usual ? profile.device : static_cast<std::uint8_t>(random.below(3))};
  if (state.project == 0xFF) {
    state.project = choose_project(random, profile);
    state.collection = profile.collection;
  }
  if (state.in_cart != CustomerState::kNone && random.uniform() < 0.35) {
    buy(visit, state.in_cart);
  }
  if (state.restock_item != CustomerState::kNone && state.restock_day <= static_cast<int>(day)) {
    emit(visit, state.restock_item, EventKind::kClick);
    buy(visit, state.restock_item);
    if (random.uniform() < 0.5) return;
  }
  if (random.uniform() < 0.08) {
    const std::size_t shelf = random.below(shelves().size());
    if (random.uniform() < season_of(shelves()[shelf], day)) browse(visit, shelf);
  }
  for (int round = 0; round < kShelvesPerVisitMax; ++round) {
    const auto& chain = projects()[state.project];
    const bool bought = browse(visit, chain[state.step]);
    if (!bought && random.uniform() >= 0.3) return;
    if (++state.step == chain.size()) {
      state.step = 0;
      state.project = choose_project(random, profile);
      if (random.uniform() < 0.1) {
        state.collection = static_cast<std::uint8_t>(random.below(kStyleCount));
      }
      return;
    }
    if (random.uniform() >= 0.6) return;
  }
}

}  // namespace attune::synthetic
