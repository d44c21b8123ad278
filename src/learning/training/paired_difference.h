#pragma once

#include <span>

namespace attune::training {

/// 0 for no values.
[[nodiscard]] double mean_of(std::span<const double> values);

/// What two measurements of the same users differ by.
struct PairedDifference {
  double mean = 0.0;
  double error = 0.0;  // its standard error; 0 for a single user
};
/// Of first - second; both have the same length, at least 1.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> first,
                                                 std::span<const double> second);

}  // namespace attune::training
