#include "learning/evaluation/time_split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/test_user.h"
#include "learning/features/select_rows.h"

namespace attune::evaluation {
namespace {

// The first second after the quantile of the times before `end_s`.
std::int64_t cutoff_of(const data::InteractionTable& table, std::int64_t end_s, double quantile) {
  std::vector<std::int64_t> times;
  times.reserve(table.row_count());
  std::ranges::copy_if(table.timestamp_s, std::back_inserter(times),
                       [end_s](std::int64_t time) { return time < end_s; });
  if (times.empty()) return end_s;
  const double position = quantile * static_cast<double>(times.size() - 1);
  const auto below = times.begin() + static_cast<std::ptrdiff_t>(position);
  std::ranges::nth_element(times, below);
  const std::int64_t low = *below;
  const std::int64_t high =
      below + 1 == times.end() ? low : *std::min_element(below + 1, times.end());
  const double part = position - std::floor(position);
  return low + static_cast<std::int64_t>(std::floor(part * static_cast<double>(high - low))) + 1;
}

// The first of the user's rows that is not before the time; rows are in the order of time.
std::size_t first_row_at(const data::InteractionTable& table, std::size_t user,
                         std::int64_t time_s) {
  const auto begin = table.timestamp_s.begin();
  const auto found =
      std::lower_bound(begin + static_cast<std::ptrdiff_t>(table.offsets[user]),
                       begin + static_cast<std::ptrdiff_t>(table.offsets[user + 1]), time_s);
  return static_cast<std::size_t>(found - begin);
}

bool seen_before(const data::InteractionTable& table, std::size_t history_begin, std::size_t row) {
  const auto first = table.item.begin() + static_cast<std::ptrdiff_t>(history_begin);
  const auto target = table.item.begin() + static_cast<std::ptrdiff_t>(row);
  return std::find(first, target, *target) != target;
}

struct UserRows {
  std::size_t user = 0;
  std::size_t begin = 0;
  std::size_t cut = 0;  // the first row after the cut-off
  std::size_t end = 0;
};

void ask(const data::InteractionTable& table, const UserRows& rows, const TimeSplitOptions& options,
         TimeSplit& split) {
  const bool is_new = rows.cut == rows.begin;
  if (is_new && options.new_users == NewUsers::kExcluded) return;
  const std::size_t first_askable = is_new ? rows.begin + 1 : rows.cut;
  if (first_askable >= rows.end) return;
  const std::size_t first = options.asked == Asked::kLast ? rows.end - 1 : first_askable;
  const std::size_t length = first - rows.begin;
  const std::size_t read =
      options.history_max == 0 ? length : std::min(options.history_max, length);
  for (std::size_t row = first; row < rows.end; ++row) {
    if (options.seen == SeenItems::kExcluded && seen_before(table, rows.begin, row)) {
      ++split.skipped_count;
      continue;
    }
    split.test_users.push_back({.user = data::UserIndex{static_cast<std::uint32_t>(rows.user)},
                                .history_begin = rows.begin,
                                .input_begin = first - read,
                                .truth_begin = row,
                                .truth_end = row + 1});
  }
}

}  // namespace

Result<TimeSplit> split_by_time(const data::InteractionTable& table,
                                const TimeSplitOptions& options) {
  if (!(options.quantile > 0.0 && options.quantile < 1.0)) {
    return invalid_input("quantile " + std::to_string(options.quantile) +
                         ": expected a number between 0 and 1, both excluded");
  }
  TimeSplit split;
  split.end_s = std::numeric_limits<std::int64_t>::max();
  if (options.target == Target::kValidation) {
    split.end_s = cutoff_of(table, split.end_s, options.quantile);
  }
  split.cutoff_s = cutoff_of(table, split.end_s, options.quantile);
  std::vector<bool> trains(table.row_count(), false);
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    const UserRows rows{.user = user,
                        .begin = table.offsets[user],
                        .cut = first_row_at(table, user, split.cutoff_s),
                        .end = first_row_at(table, user, split.end_s)};
    std::fill(trains.begin() + static_cast<std::ptrdiff_t>(rows.begin),
              trains.begin() + static_cast<std::ptrdiff_t>(rows.cut), true);
    ask(table, rows, options, split);
  }
  split.train = features::select_rows(table, trains);
  if (split.train.row_count() == 0 || split.test_users.empty()) {
    return invalid_input("cut at the quantile " + std::to_string(options.quantile) +
                         " of the times, the data leaves " +
                         (split.train.row_count() == 0 ? "nothing to learn from"
                                                       : "no user with events on both sides"));
  }
  return split;
}

}  // namespace attune::evaluation
