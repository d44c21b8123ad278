#include "service/ranking/exploration.h"

#include <cmath>
#include <cstddef>

#include "foundation/base/random.h"

namespace attune::ranking {
namespace {

struct Prior {
  double mean = 0;
  double variance = 0;
};

double mean_of(std::span<const float> scores) {
  double sum = 0;
  std::size_t count = 0;
  for (const float score : scores) {
    if (!std::isfinite(score)) continue;
    sum += static_cast<double>(score);
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

Prior prior_of(std::span<const float> scores) {
  const double mean = mean_of(scores);
  double sum = 0;
  std::size_t count = 0;
  for (const float score : scores) {
    const double distance = static_cast<double>(score) - mean;
    if (!std::isfinite(distance) || distance <= 0) continue;
    sum += distance * distance;
    ++count;
  }
  return {mean, count == 0 ? 0.0 : sum / static_cast<double>(count)};
}

}  // namespace

void explore(std::span<float> scores, const Exploration& exploration,
             std::vector<Explored>& explored) {
  explored.clear();
  if (exploration.weight <= 0 || exploration.candidates.empty()) return;
  const Prior prior = prior_of(scores);
  for (const Candidate& candidate : exploration.candidates) {
    const std::size_t item = data::raw(candidate.item);
    Random random(exploration.seed ^ candidate.key);
    if (!std::isfinite(scores[item]) || random.uniform() >= exploration.weight) continue;
    const double seen = exploration.evidence[item].load(std::memory_order_relaxed);
    const double score = static_cast<double>(scores[item]);
    const double mean = (prior.mean + seen * score) / (1 + seen);
    const double drawn = mean + random.normal() * std::sqrt(prior.variance / (1 + seen));
    explored.push_back({.item = candidate.item, .model_score = scores[item]});
    scores[item] = static_cast<float>(drawn);
  }
}

}  // namespace attune::ranking
