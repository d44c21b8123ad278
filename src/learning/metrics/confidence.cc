#include "learning/metrics/confidence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <span>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/base/random.h"

namespace attune::metrics {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double resampled_mean(std::span<const double> values, Random& random) {
  double sum = 0.0;
  for (std::size_t draw = 0; draw < values.size(); ++draw) {
    sum += values[random.below(values.size())];
  }
  return sum / static_cast<double>(values.size());
}

double quantile(std::span<const double> sorted, double at) {
  const double position = at * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

}  // namespace

Interval bootstrap_mean(std::span<const double> per_user, const BootstrapOptions& options) {
  ATTUNE_CHECK(options.resample_count > 0);
  if (per_user.empty()) return {};
  Random random(options.seed);
  std::vector<double> means(options.resample_count);
  for (double& mean : means) mean = resampled_mean(per_user, random);
  std::ranges::sort(means);
  const double tail = (1.0 - options.confidence) / 2.0;
  return {
      .mean = mean_of(per_user), .low = quantile(means, tail), .high = quantile(means, 1.0 - tail)};
}

Interval bootstrap_difference(std::span<const double> first, std::span<const double> second,
                              const BootstrapOptions& options) {
  ATTUNE_CHECK(first.size() == second.size());
  std::vector<double> differences(first.size());
  std::ranges::transform(first, second, differences.begin(), std::minus<>{});
  return bootstrap_mean(differences, options);
}

}  // namespace attune::metrics
