#include "service/ranking/promotion.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "foundation/base/random.h"

namespace attune::ranking {
namespace {

std::vector<RankedItem> best_promotable(Recommendation& recommendation,
                                        const Promotion& promotion) {
  const auto allowed = std::exchange(recommendation.allowed, promotion.promotable);
  const auto count =
      std::exchange(recommendation.count, std::min(promotion.count, recommendation.count));
  select(recommendation);
  recommendation.allowed = allowed;
  recommendation.count = count;
  std::vector<RankedItem> promoted = std::exchange(recommendation.items, {});
  for (RankedItem& item : promoted) item.promoted = true;
  return promoted;
}

std::vector<RankedItem> best_others(Recommendation& recommendation,
                                    const std::vector<RankedItem>& promoted) {
  filter::Bitmap others = recommendation.allowed == nullptr
                              ? filter::Bitmap(recommendation.scores.size(), true)
                              : *recommendation.allowed;
  for (const RankedItem& item : promoted) others.reset(data::raw(item.item));
  const auto allowed = std::exchange(recommendation.allowed, &others);
  const auto count = std::exchange(recommendation.count, recommendation.count - promoted.size());
  select(recommendation);
  recommendation.allowed = allowed;
  recommendation.count = count;
  return std::exchange(recommendation.items, {});
}

// Every choice of places is equally likely (Knuth, TAOCP 2, 3.4.2, algorithm S).
std::vector<RankedItem> interleave(const std::vector<RankedItem>& promoted,
                                   const std::vector<RankedItem>& others, std::uint64_t seed) {
  Random random(seed);
  std::vector<RankedItem> list;
  list.reserve(promoted.size() + others.size());
  auto next_promoted = promoted.begin();
  auto next_other = others.begin();
  while (next_promoted != promoted.end() || next_other != others.end()) {
    const auto promoted_left = static_cast<std::uint64_t>(promoted.end() - next_promoted);
    const auto left = promoted_left + static_cast<std::uint64_t>(others.end() - next_other);
    list.push_back(random.below(left) < promoted_left ? *next_promoted++ : *next_other++);
  }
  return list;
}

}  // namespace

std::size_t promoted_count(std::size_t count, std::int64_t percent) {
  constexpr std::size_t kWhole = 100;
  const std::size_t rounded = (count * static_cast<std::size_t>(percent) + kWhole / 2) / kWhole;
  return std::max<std::size_t>(rounded, 1);
}

void promote(Recommendation& recommendation, const Promotion& promotion) {
  const std::vector<RankedItem> promoted = best_promotable(recommendation, promotion);
  const std::vector<RankedItem> others = best_others(recommendation, promoted);
  recommendation.items = interleave(promoted, others, promotion.seed);
}

}  // namespace attune::ranking
