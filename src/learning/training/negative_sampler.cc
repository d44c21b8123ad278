#include "learning/training/negative_sampler.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace attune::training {

NegativeSampler::NegativeSampler(std::span<const std::uint32_t> row_events) {
  cumulative_.reserve(row_events.size());
  double sum = 0.0;
  for (const std::uint32_t events : row_events) {
    cumulative_.push_back(sum += std::sqrt(static_cast<double>(events)));
  }
  for (double& value : cumulative_) value /= sum;
}

NegativeSampler::Draw NegativeSampler::draw(std::size_t draws, Random random) const {
  Draw result;
  std::unordered_set<std::uint32_t> seen;
  for (std::size_t i = 0; i < draws; ++i) {
    const auto found = std::ranges::upper_bound(cumulative_, random.uniform());
    const auto row = static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(
        found - cumulative_.begin(), static_cast<std::ptrdiff_t>(cumulative_.size()) - 1));
    if (!seen.insert(row).second) continue;
    const double q = cumulative_[row] - (row == 0 ? 0.0 : cumulative_[row - 1]);
    const double missed = static_cast<double>(draws) * std::log1p(-q);
    result.rows.push_back(row);
    result.log_chance.push_back(static_cast<float>(std::log(-std::expm1(missed))));
  }
  return result;
}

}  // namespace attune::training
