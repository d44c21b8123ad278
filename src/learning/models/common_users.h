#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "learning/models/incidence.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

/// How many users two items have in common, for a whole catalogue: pairs of frequent items by the
/// bits of their users, all others by walking the users' items. An item is frequent with at least
/// a kFrequentShare-th of the users; the most frequent kFrequentMax at most. Reading is
/// thread-safe. Memory: 4 bytes a (user, item) pair, the bits' at most kFrequentShare / 8 bytes a
/// pair, and 4 kFrequentMax^2 (64 MB) at most for the counts of frequent pairs.
class CommonUsers {
 public:
  CommonUsers(const Incidence& incidence, std::size_t worker_count);

  /// Adds the number of common users of each other item that has any.
  void add(std::uint32_t item, ItemSums& sums) const;

 private:
  void choose_frequent();
  void split_users();
  void count_frequent(std::size_t worker_count);

  const Incidence& incidence_;
  std::vector<std::uint32_t> frequent_;     // items
  std::vector<std::uint32_t> position_of_;  // in frequent_, by item; kRare
  std::vector<std::uint32_t> items_;        // of the users, rare ones first
  std::vector<std::uint64_t> rare_end_;     // by user, into items_
  std::vector<std::uint32_t> counts_;       // (frequent, frequent)
};
/// Comparing two items' bits over N users costs as much as walking N / kBitsAWalk common users.
inline constexpr std::size_t kBitsAWalk = 5120;
inline constexpr std::size_t kFrequentMax = 4096;

}  // namespace attune::models
