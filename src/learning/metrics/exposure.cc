#include "learning/metrics/exposure.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/ids.h"

namespace attune::metrics {

void Exposure::add(std::span<const data::ItemIndex> ranked) {
  for (const data::ItemIndex item : ranked) {
    if (data::raw(item) < counts_.size()) ++counts_[data::raw(item)];
  }
}

void Exposure::merge(const Exposure& other) {
  const std::size_t count = std::min(counts_.size(), other.counts_.size());
  for (std::size_t item = 0; item < count; ++item) counts_[item] += other.counts_[item];
}

double coverage_of(std::span<const std::uint64_t> counts) {
  if (counts.empty()) return 0.0;
  const auto shown = std::ranges::count_if(counts, [](std::uint64_t count) { return count > 0; });
  return static_cast<double>(shown) / static_cast<double>(counts.size());
}

double gini_of(std::span<const std::uint64_t> counts) {
  std::vector<std::uint64_t> sorted(counts.begin(), counts.end());
  std::ranges::sort(sorted);
  double sum = 0.0;
  double weighted = 0.0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto count = static_cast<double>(sorted[i]);
    sum += count;
    weighted += static_cast<double>(i + 1) * count;
  }
  if (sum == 0.0) return 0.0;
  const auto n = static_cast<double>(sorted.size());
  return 2.0 * weighted / (n * sum) - (n + 1.0) / n;
}

}  // namespace attune::metrics
