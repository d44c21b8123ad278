#include <algorithm>
#include <cmath>
#include <vector>

#include "service/ranking/ranking.h"

namespace attune::ranking {
namespace {

double normaliser_of(const RankedList& list) {
  std::vector<float> known;
  known.reserve(list.items.size());
  for (const auto& item : list.items) {
    if (item) known.push_back(list.scores[data::raw(*item)]);
  }
  return log_sum_exp(known);
}

}  // namespace

std::vector<RankedEntry> rank(const RankedList& list) {
  const double log_normaliser = normaliser_of(list);
  std::vector<RankedEntry> known;
  std::vector<RankedEntry> unknown;
  known.reserve(list.items.size());
  for (std::size_t position = 0; position < list.items.size(); ++position) {
    const auto& item = list.items[position];
    if (!item) {
      if (list.unknown_allowed) unknown.push_back({position, std::nullopt});
      continue;
    }
    if (list.allowed != nullptr && !list.allowed->test(data::raw(*item))) continue;
    const double logit = static_cast<double>(list.scores[data::raw(*item)]);
    known.push_back({position, std::min(1.0, std::exp(logit - log_normaliser))});
  }
  // By logit: different logits may round to one score.
  std::ranges::stable_sort(known, std::ranges::greater{}, [&](const RankedEntry& entry) {
    return list.scores[data::raw(*list.items[entry.position])];
  });
  known.insert(known.end(), unknown.begin(), unknown.end());
  return known;
}

}  // namespace attune::ranking
