#pragma once

#include <cstdint>

namespace attune {

/// A small, fast, seeded generator (xoshiro256++, Blackman & Vigna 2019): the same seed gives the
/// same numbers on every machine. Seeds are passed, never taken from the time. Not thread-safe.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  /// Uniform in [0, bound). `bound` > 0.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1).
  double uniform();
  /// Standard normal (Box-Muller).
  double normal();
  /// A generator for a sub-task, independent of this one and of other `stream`s; does not advance
  /// it.
  [[nodiscard]] Random fork(std::uint64_t stream) const;

 private:
  std::uint64_t state_[4];
  double spare_normal_ = 0.0;
  bool has_spare_normal_ = false;
};

/// A well-mixed 64-bit hash of a 64-bit value (the finaliser of SplitMix64).
[[nodiscard]] std::uint64_t mix64(std::uint64_t value);

}  // namespace attune
