#include "learning/training/paired_difference.h"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

#include "foundation/base/check.h"

namespace attune::training {

double mean_of(std::span<const double> values) {
  if (values.empty()) return 0.0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

PairedDifference paired_difference(std::span<const double> first, std::span<const double> second) {
  ATTUNE_CHECK(first.size() == second.size() && !first.empty());
  const auto n = static_cast<double>(first.size());
  PairedDifference difference;
  for (std::size_t i = 0; i < first.size(); ++i) difference.mean += (first[i] - second[i]) / n;
  if (first.size() == 1) return difference;
  double square = 0.0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    square += std::pow(first[i] - second[i] - difference.mean, 2.0);
  }
  difference.error = std::sqrt(square / (n * (n - 1.0)));
  return difference;
}

}  // namespace attune::training
