#include "app/report/scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune::report {
namespace {

constexpr double kTickCount = 4.0;

// 1, 2 or 5 times a power of ten, at least `step`.
double round_step(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= step * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

}  // namespace

Scale::Scale(const std::vector<double>& values, bool from_zero, double begin, double end)
    : begin_(begin), end_(end) {
  bool any = false;
  double least = 0.0;
  double most = 0.0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    least = any ? std::min(least, value) : value;
    most = any ? std::max(most, value) : value;
    any = true;
  }
  if (from_zero) least = std::min(least, 0.0);
  if (!(most > least)) most = least + 1.0;
  const double step = round_step((most - least) / kTickCount);
  low_ = std::floor(least / step + 1e-9) * step;
  high_ = std::ceil(most / step - 1e-9) * step;
  digits_ = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  for (double tick = low_; tick < high_ + step / 2.0; tick += step) ticks_.push_back(tick);
}

}  // namespace attune::report
