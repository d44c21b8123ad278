#include "learning/models/common_users.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "foundation/tensor/common_bits.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/incidence.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {
namespace {

constexpr std::uint32_t kRare = std::numeric_limits<std::uint32_t>::max();

}  // namespace

CommonUsers::CommonUsers(const Incidence& incidence, std::size_t worker_count)
    : incidence_(incidence) {
  choose_frequent();
  split_users();
  count_frequent(worker_count);
}

void CommonUsers::choose_frequent() {
  const auto users = static_cast<double>(incidence_.user_offsets.size() - 1);
  const auto count = [&](std::uint32_t item) {
    return static_cast<double>(incidence_.users_of(item).size());
  };
  std::vector<std::uint32_t> by_count(incidence_.item_count());
  std::iota(by_count.begin(), by_count.end(), 0U);
  std::ranges::stable_sort(by_count, [&](auto a, auto b) { return count(a) > count(b); });
  // Were users independent, an item would share n n' / N of them with another one.
  const double least = users * users / static_cast<double>(kBitsAWalk);
  double pairs = 0.0;
  for (const std::uint32_t item : by_count) {
    const double mean = (pairs + count(item)) / static_cast<double>(frequent_.size() + 1);
    if (frequent_.size() == kFrequentMax || count(item) * mean < least || count(item) == 0) break;
    frequent_.push_back(item);
    pairs += count(item);
  }
  std::ranges::sort(frequent_);
  position_of_.assign(incidence_.item_count(), kRare);
  for (std::uint32_t position = 0; position < frequent_.size(); ++position) {
    position_of_[frequent_[position]] = position;
  }
}

void CommonUsers::split_users() {
  items_ = incidence_.items;
  for (std::size_t user = 0; user + 1 < incidence_.user_offsets.size(); ++user) {
    const auto own =
        std::span(items_).subspan(incidence_.user_offsets[user], incidence_.items_of(user).size());
    const auto frequent = std::ranges::stable_partition(
        own, [&](std::uint32_t item) { return position_of_[item] == kRare; });
    rare_end_.push_back(incidence_.user_offsets[user] + own.size() - frequent.size());
  }
}

void CommonUsers::count_frequent(std::size_t worker_count) {
  const std::size_t n = frequent_.size();
  tensor::BitMatrix bits(n, incidence_.user_offsets.size() - 1);
  for (std::size_t position = 0; position < n; ++position) {
    for (const std::uint32_t user : incidence_.users_of(frequent_[position])) {
      bits.set(position, user);
    }
  }
  counts_.resize(n * n);
  features::parallel_blocks(
      {.count = n,
       .block_size = 4 * tensor::kBitTile,
       .worker_count = worker_count,
       .run = [&](std::size_t, std::size_t begin,
                  std::size_t end) { tensor::count_common_bits(bits, begin, end, counts_); },
       .keep_going = {}});
}

void CommonUsers::add(std::uint32_t item, ItemSums& sums) const {
  const std::uint32_t position = position_of_[item];
  for (const std::uint32_t user : incidence_.users_of(item)) {
    const std::uint64_t end =
        position == kRare ? incidence_.user_offsets[user + 1] : rare_end_[user];
    for (std::uint64_t at = incidence_.user_offsets[user]; at < end; ++at) {
      if (items_[at] != item) sums.add(items_[at], 1.0F);
    }
  }
  if (position == kRare) return;
  const auto row = std::span(counts_).subspan(position * frequent_.size(), frequent_.size());
  for (std::size_t other = 0; other < row.size(); ++other) {
    if (row[other] > 0 && other != position) {
      sums.add(frequent_[other], static_cast<float>(row[other]));
    }
  }
}

}  // namespace attune::models
