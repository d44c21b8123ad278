#include "learning/features/percentile_filter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/features/select_rows.h"

namespace attune::features {
namespace {

double percentile(const std::vector<std::size_t>& sorted, double at) {
  const double position = at * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(static_cast<double>(sorted[below]), static_cast<double>(sorted[above]),
                   position - static_cast<double>(below));
}

}  // namespace

CountRange count_range(std::vector<std::size_t> counts, PercentileRange range) {
  std::erase(counts, 0U);
  if (counts.empty()) return {};
  std::ranges::sort(counts);
  return {.min = percentile(counts, range.min), .max = percentile(counts, range.max)};
}

data::InteractionTable keep_users_by_history_length(const data::InteractionTable& table,
                                                    PercentileRange range) {
  std::vector<std::size_t> lengths(table.user_count());
  for (std::size_t user = 0; user < lengths.size(); ++user) {
    lengths[user] = table.offsets[user + 1] - table.offsets[user];
  }
  const CountRange kept = count_range(lengths, range);
  std::vector<bool> keep;
  keep.reserve(table.row_count());
  for (const std::size_t length : lengths) keep.insert(keep.end(), length, kept.holds(length));
  return select_rows(table, keep);
}

std::vector<bool> items_by_interaction_count(const data::InteractionTable& table,
                                             PercentileRange range) {
  std::vector<std::size_t> counts(table.item_count());
  for (const data::ItemIndex item : table.item) ++counts[data::raw(item)];
  const CountRange kept = count_range(counts, range);
  std::vector<bool> marks(counts.size());
  for (std::size_t item = 0; item < counts.size(); ++item) {
    marks[item] = counts[item] > 0 && kept.holds(counts[item]);
  }
  return marks;
}

}  // namespace attune::features
