#include "learning/evaluation/ranked.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/error.h"

namespace attune::evaluation {
namespace {

bool is_excluded(const std::vector<bool>& excluded, std::size_t item) {
  return !excluded.empty() && excluded[item];
}

}  // namespace

Result<void> check_scores(std::span<const float> scores) {
  const auto broken = std::ranges::find_if_not(scores, [](float s) { return std::isfinite(s); });
  if (broken == scores.end()) return {};
  return internal_error("the model gave a score that is not finite to item " +
                        std::to_string(broken - scores.begin()));
}

std::vector<data::ItemIndex> best_items(std::span<const float> scores, std::size_t count,
                                        const std::vector<bool>& excluded) {
  std::vector<data::ItemIndex> items;
  items.reserve(scores.size());
  for (std::size_t item = 0; item < scores.size(); ++item) {
    if (!is_excluded(excluded, item)) {
      items.push_back(data::ItemIndex{static_cast<std::uint32_t>(item)});
    }
  }
  const auto better = [&](data::ItemIndex a, data::ItemIndex b) {
    const float score_a = scores[data::raw(a)];
    const float score_b = scores[data::raw(b)];
    return score_a != score_b ? score_a > score_b : a < b;
  };
  const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(count, items.size()));
  std::partial_sort(items.begin(), end, items.end(), better);
  items.erase(end, items.end());
  return items;
}

std::size_t pessimistic_rank(std::span<const float> scores, data::ItemIndex target,
                             const std::vector<bool>& excluded) {
  const float own = scores[data::raw(target)];
  std::size_t rank = 1;
  for (std::size_t item = 0; item < scores.size(); ++item) {
    if (item != data::raw(target) && !is_excluded(excluded, item) && scores[item] >= own) ++rank;
  }
  return rank;
}

}  // namespace attune::evaluation
