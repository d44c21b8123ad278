#include "domain/data/interaction_sort.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace attune::data {
namespace {

constexpr std::size_t kRowsPerThreadMin = 1 << 16;
constexpr std::size_t kThreadsMax = 64;
/// Runs of equal times up to this length are compared pairwise, longer ones are sorted.
constexpr std::size_t kPairwiseMax = 16;

/// Row numbers in sorted order; user u owns [offsets[u], offsets[u + 1]).
struct Order {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> rows;
};

/// Calls `work(begin, end)` on pieces of [0, count) on several threads.
void in_pieces(std::size_t count, std::size_t weight,
               const std::function<void(std::size_t, std::size_t)>& work) {
  const std::size_t cores =
      std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
  const std::size_t threads = std::clamp<std::size_t>(weight / kRowsPerThreadMin, 1, cores);
  std::vector<std::jthread> running;
  for (std::size_t at = 1; at < threads; ++at) {
    running.emplace_back(work, count * at / threads, count * (at + 1) / threads);
  }
  work(0, count / threads);
}

/// A counting sort: stable, two passes.
Order order_by_user(const std::vector<std::uint32_t>& users, std::uint32_t user_count) {
  Order order;
  order.offsets.assign(std::size_t{user_count} + 1, 0);
  for (const std::uint32_t user : users) ++order.offsets[user + 1];
  for (std::size_t user = 0; user < user_count; ++user) {
    order.offsets[user + 1] += order.offsets[user];
  }
  std::vector<std::uint64_t> next(order.offsets.begin(), order.offsets.end() - 1);
  order.rows.resize(users.size());
  for (std::size_t row = 0; row < users.size(); ++row) {
    order.rows[next[users[row]]++] = static_cast<std::uint32_t>(row);
  }
  return order;
}

class UserSorter {
 public:
  explicit UserSorter(const InteractionRows& rows) : rows_(rows) {}

  /// Sorts one user's rows by time and drops repeats; returns how many stay in front.
  std::size_t sort(std::span<std::uint32_t> rows) {
    const auto time_of = [this](std::uint32_t row) { return rows_.timestamp_s[row]; };
    // Rows come in input order, so ties break by row number: an unstable sort is stable here.
    if (!std::ranges::is_sorted(rows, {}, time_of)) {
      std::ranges::sort(rows, {}, [&](std::uint32_t row) { return std::pair(time_of(row), row); });
    }
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < rows.size();) {
      std::size_t end = begin + 1;
      while (end < rows.size() && time_of(rows[end]) == time_of(rows[begin])) ++end;
      kept = keep_distinct(rows, begin, end, kept);
      begin = end;
    }
    return kept;
  }

 private:
  struct Key {
    std::uint32_t item;
    std::uint32_t value;
    std::uint16_t type;
    auto operator<=>(const Key&) const = default;
  };

  [[nodiscard]] Key key_of(std::uint32_t row) const {
    const float value = rows_.event_value[row];
    const std::uint32_t bits = value != value ? 0x7FC00000U : std::bit_cast<std::uint32_t>(value);
    return {static_cast<std::uint32_t>(rows_.item[row]), bits,
            static_cast<std::uint16_t>(rows_.event_type[row])};
  }

  /// Moves the first of each equal event in [begin, end), which all have one time, to `kept`.
  std::size_t keep_distinct(std::span<std::uint32_t> rows, std::size_t begin, std::size_t end,
                            std::size_t kept) {
    const std::size_t first = kept;
    const bool pairwise = end - begin <= kPairwiseMax;
    if (!pairwise) mark_repeats(rows.subspan(begin, end - begin));
    for (std::size_t at = begin; at < end; ++at) {
      const std::uint32_t row = rows[at];
      const bool repeated = pairwise ? std::ranges::any_of(rows.subspan(first, kept - first),
                                                           [&](std::uint32_t other) {
                                                             return key_of(other) == key_of(row);
                                                           })
                                     : std::ranges::binary_search(repeats_, row);
      if (!repeated) rows[kept++] = row;
    }
    return kept;
  }

  void mark_repeats(std::span<const std::uint32_t> rows) {
    keyed_.clear();
    repeats_.clear();
    for (const std::uint32_t row : rows) keyed_.emplace_back(key_of(row), row);
    std::ranges::sort(keyed_);
    for (std::size_t at = 1; at < keyed_.size(); ++at) {
      if (keyed_[at].first == keyed_[at - 1].first) repeats_.push_back(keyed_[at].second);
    }
    std::ranges::sort(repeats_);
  }

  const InteractionRows& rows_;
  std::vector<std::pair<Key, std::uint32_t>> keyed_;
  std::vector<std::uint32_t> repeats_;
};

/// Closes the gaps that dropped repeats left at the end of each user's rows.
void compact(Order& order, const std::vector<std::uint32_t>& kept) {
  std::uint64_t to = 0;
  for (std::size_t user = 0; user < kept.size(); ++user) {
    const std::uint64_t from = order.offsets[user];
    if (from != to) {
      std::copy_n(order.rows.begin() + static_cast<std::ptrdiff_t>(from), kept[user],
                  order.rows.begin() + static_cast<std::ptrdiff_t>(to));
    }
    order.offsets[user] = to;
    to += kept[user];
  }
  order.offsets.back() = to;
  order.rows.resize(to);
}

template <typename T>
void gather(std::vector<T>& column, const std::vector<std::uint32_t>& rows, std::vector<T>& into) {
  into.resize(rows.size());
  in_pieces(rows.size(), rows.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) into[at] = column[rows[at]];
  });
  std::vector<T>().swap(column);
}

}  // namespace

void sort_into(InteractionRows&& rows, std::uint32_t user_count, InteractionTable& table) {
  Order order = order_by_user(rows.user, user_count);
  std::vector<std::uint32_t>().swap(rows.user);
  std::vector<std::uint32_t> kept(user_count);
  in_pieces(user_count, order.rows.size(), [&](std::size_t begin, std::size_t end) {
    UserSorter sorter(rows);
    for (std::size_t user = begin; user < end; ++user) {
      const std::uint64_t from = order.offsets[user];
      const auto count = static_cast<std::size_t>(order.offsets[user + 1] - from);
      kept[user] = static_cast<std::uint32_t>(
          sorter.sort(std::span(order.rows).subspan(static_cast<std::size_t>(from), count)));
    }
  });
  compact(order, kept);
  gather(rows.item, order.rows, table.item);
  gather(rows.event_type, order.rows, table.event_type);
  gather(rows.event_value, order.rows, table.event_value);
  gather(rows.timestamp_s, order.rows, table.timestamp_s);
  for (ContextColumn& column : rows.context) {
    ContextColumn sorted{.name = column.name,
                         .numeric = column.numeric,
                         .categories = {},
                         .codes = {},
                         .numbers = {}};
    if (column.numeric) gather(column.numbers, order.rows, sorted.numbers);
    if (!column.numeric) gather(column.codes, order.rows, sorted.codes);
    sorted.categories = std::move(column.categories);
    table.context.push_back(std::move(sorted));
  }
  table.offsets = std::move(order.offsets);
}

}  // namespace attune::data
