#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace attune::metrics {

struct Interval {
  double mean = 0.0;
  double low = 0.0;
  double high = 0.0;
};

struct BootstrapOptions {
  std::size_t resample_count = 1000;
  double confidence = 0.95;  // in (0, 1)
  std::uint64_t seed = 1;
  /// The user of each value; a user's values stand together and are drawn together. Empty: each
  /// value is a user's only one.
  std::span<const std::uint32_t> owners = {};
};

/// The mean of the values, those of users, and its percentile bootstrap interval (Efron 1979):
/// users are drawn with replacement. All zero for no values. The same values, order and options
/// give the same interval.
[[nodiscard]] Interval bootstrap_mean(std::span<const double> per_user,
                                      const BootstrapOptions& options);

/// The mean of first - second over the same users and its interval: an interval that does not hold
/// 0 says that the two differ. Both spans have the same length, user by user.
[[nodiscard]] Interval bootstrap_difference(std::span<const double> first,
                                            std::span<const double> second,
                                            const BootstrapOptions& options);

}  // namespace attune::metrics
