#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::models {

/// Who touched what, each pair once, from both sides: compressed rows, sorted inside a row.
/// Memory: 8 bytes a pair.
struct Incidence {
  std::vector<std::uint64_t> user_offsets;  // users + 1
  std::vector<std::uint32_t> items;         // of the users
  std::vector<std::uint64_t> item_offsets;  // items + 1
  std::vector<std::uint32_t> users;         // of the items

  [[nodiscard]] std::span<const std::uint32_t> items_of(std::size_t user) const {
    return std::span(items).subspan(user_offsets[user],
                                    user_offsets[user + 1] - user_offsets[user]);
  }
  [[nodiscard]] std::span<const std::uint32_t> users_of(std::size_t item) const {
    return std::span(users).subspan(item_offsets[item],
                                    item_offsets[item + 1] - item_offsets[item]);
  }
  [[nodiscard]] std::size_t item_count() const { return item_offsets.size() - 1; }
  /// Distinct users of each item.
  [[nodiscard]] std::vector<std::int32_t> user_counts() const;
};

/// `keep` marks the items that count; empty: all.
[[nodiscard]] Incidence incidence_of(const data::InteractionTable& table,
                                     const std::vector<bool>& keep);

}  // namespace attune::models
