#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "learning/metrics/confidence.h"

namespace attune::report {

/// The class of a mark of the n-th series: its colour.
[[nodiscard]] std::string series_class(std::size_t series);

struct Bar {
  std::string label;
  double value = 0.0;
  double low = 0.0;  // the whisker; equal to high: none
  double high = 0.0;
};
/// Horizontal bars, one a series, from 0.
[[nodiscard]] std::string bar_chart(std::string_view title, const std::vector<Bar>& bars);

struct DotGroup {
  std::string label;
  std::string note;  // under the label
  std::vector<metrics::Interval> series;
};
/// A group of dots with whiskers for each label along the axis.
[[nodiscard]] std::string dot_chart(std::string_view title,
                                    const std::vector<std::string>& series_names,
                                    const std::vector<DotGroup>& groups);

struct Curve {
  std::string label;
  std::size_t series = 0;
  std::vector<double> x;  // ascending, as many as y
  std::vector<double> y;
};
/// Lines over a common axis, each named at its end.
[[nodiscard]] std::string curve_chart(std::string_view title, std::string_view x_title,
                                      const std::vector<Curve>& curves);

}  // namespace attune::report
