#pragma once

#include <vector>

namespace attune::report {

/// A linear axis from 0, or from the least value if `from_zero` is false, to a round number that
/// holds the greatest.
class Scale {
 public:
  /// `begin` and `end` are where the axis lies in the image. Values that are not finite are
  /// ignored.
  Scale(const std::vector<double>& values, bool from_zero, double begin, double end);

  [[nodiscard]] double at(double value) const {
    return begin_ + (end_ - begin_) * (value - low_) / (high_ - low_);
  }
  /// Round values along the axis, at least two.
  [[nodiscard]] const std::vector<double>& ticks() const { return ticks_; }
  /// Decimals that tell neighbouring ticks apart.
  [[nodiscard]] int digits() const { return digits_; }

 private:
  double low_ = 0.0;
  double high_ = 1.0;
  double begin_;
  double end_;
  std::vector<double> ticks_;
  int digits_ = 0;
};

}  // namespace attune::report
