#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "foundation/base/error.h"

namespace attune::synthetic {

/// How large a shop to make up.
struct ShopOptions {
  std::uint32_t user_count = 10'000;
  std::uint32_t item_count = 2'000;
  std::uint64_t interaction_count = 1'000'000;
  std::uint32_t day_count = 180;
  std::uint64_t seed = 1;
  std::int64_t end_time_s = 1'767'225'600;  // 2026-01-01; the day after the last one
  std::size_t thread_count = 0;             // 0: one per core; the files do not depend on it
};

inline constexpr std::uint32_t kUsersMax = 50'000'000;
inline constexpr std::uint32_t kItemsMax = 50'000'000;
inline constexpr std::uint32_t kDaysMax = 3650;

/// Called with the interactions written so far; false: stop, kCancelled.
using ShopProgress = std::function<bool(std::uint64_t)>;

/// Writes interactions.csv (in time order), items.csv, users.csv and their Avro schemas
/// (interactions.schema.json, ...) into `folder`. Users have tastes (kinds of projects, a style, a
/// price level), follow chains of complementary purchases, browse neighbouring items, buy
/// consumables again. Streams day by day; memory: 20 bytes a user, 30 an item, 100 an interaction
/// of one day. kInvalidInput for options out of bounds.
[[nodiscard]] Result<void> generate_shop(const ShopOptions& options, const std::string& folder,
                                         const ShopProgress& progress);

}  // namespace attune::synthetic
