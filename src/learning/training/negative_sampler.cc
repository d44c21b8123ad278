#include "learning/training/negative_sampler.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace attune::training {

NegativeSampler::NegativeSampler(std::span<const std::uint32_t> row_events)
    : columns_(row_events.size()) {
  double sum = 0.0;
  for (std::size_t row = 0; row < columns_.size(); ++row) {
    sum += columns_[row].share = std::sqrt(static_cast<double>(row_events[row]));
  }
  std::vector<double> left;  // of each column, what it has to give or lacks
  std::vector<std::uint32_t> poor, rich;
  for (std::uint32_t row = 0; row < columns_.size(); ++row) {
    columns_[row].share *= static_cast<double>(columns_.size()) / sum;
    columns_[row].other = row;
    left.push_back(columns_[row].share);
    (left[row] < 1.0 ? poor : rich).push_back(row);
  }
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t low = poor.back();
    const std::uint32_t high = rich.back();
    poor.pop_back();
    columns_[low].keep = static_cast<float>(left[low]);
    columns_[low].other = high;
    left[high] -= 1.0 - left[low];
    if (left[high] >= 1.0) continue;
    rich.pop_back();
    poor.push_back(high);
  }
}

NegativeSampler::Draw NegativeSampler::draw(std::size_t draws, Random random) const {
  Draw result;
  std::unordered_set<std::uint32_t> seen(draws);
  const auto count = static_cast<double>(columns_.size());
  for (std::size_t i = 0; i < draws; ++i) {
    const auto column = static_cast<std::uint32_t>(random.below(columns_.size()));
    const bool keeps = random.uniform() < static_cast<double>(columns_[column].keep);
    const std::uint32_t row = keeps ? column : columns_[column].other;
    if (!seen.insert(row).second) continue;
    const double missed = static_cast<double>(draws) * std::log1p(-columns_[row].share / count);
    result.rows.push_back(row);
    result.log_chance.push_back(static_cast<float>(std::log(-std::expm1(missed))));
  }
  return result;
}

}  // namespace attune::training
