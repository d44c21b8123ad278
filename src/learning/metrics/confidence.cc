#include "learning/metrics/confidence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
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

// A user's values: all that a resample needs to know of them.
struct Owned {
  double sum = 0.0;
  double count = 0.0;
};

std::vector<Owned> owned_by_user(std::span<const double> values,
                                 std::span<const std::uint32_t> owners) {
  ATTUNE_CHECK(owners.empty() || owners.size() == values.size());
  std::vector<Owned> users;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (owners.empty() || i == 0 || owners[i] != owners[i - 1]) users.emplace_back();
    users.back().sum += values[i];
    users.back().count += 1.0;
  }
  return users;
}

double resampled_mean(std::span<const Owned> users, Random& random) {
  Owned all;
  for (std::size_t draw = 0; draw < users.size(); ++draw) {
    const Owned& drawn = users[random.below(users.size())];
    all.sum += drawn.sum;
    all.count += drawn.count;
  }
  return all.sum / all.count;
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
  const std::vector<Owned> users = owned_by_user(per_user, options.owners);
  std::vector<double> means(options.resample_count);
  for (double& mean : means) mean = resampled_mean(users, random);
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
