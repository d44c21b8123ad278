#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/tensor/top_k.h"
#include "service/ranking/ranking.h"

namespace attune::ranking {
namespace {

const Explored* find_explored(std::span<const Explored> explored, data::ItemIndex item) {
  const auto found = std::ranges::lower_bound(explored, item, {}, &Explored::item);
  return found == explored.end() || found->item != item ? nullptr : &*found;
}

}  // namespace

void select(Recommendation& recommendation) {
  const auto allowed = recommendation.allowed == nullptr
                           ? std::span<const std::uint64_t>{}
                           : std::span<const std::uint64_t>{recommendation.allowed->words};
  const std::vector<std::uint32_t> chosen =
      tensor::top_k(recommendation.scores, recommendation.count, allowed);
  recommendation.items.clear();
  recommendation.items.reserve(chosen.size());
  for (const std::uint32_t index : chosen) {
    RankedItem item{.item = data::ItemIndex{index}, .score = std::nullopt};
    float score = recommendation.scores[index];
    if (const Explored* explored = find_explored(recommendation.explored, item.item)) {
      item.explored = score > explored->model_score;
      score = explored->model_score;
    }
    if (recommendation.log_normaliser) {
      const double logit = static_cast<double>(score);
      item.score = std::min(1.0, std::exp(logit - *recommendation.log_normaliser));
    }
    recommendation.items.push_back(item);
  }
}

}  // namespace attune::ranking
