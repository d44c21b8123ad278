#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/charts.h"
#include "app/report/markup.h"
#include "app/report/scale.h"
#include "app/report/svg.h"

namespace attune::report {
namespace {

constexpr double kWidth = 460.0;
constexpr double kHeight = 280.0;
constexpr double kLeft = 52.0;
constexpr double kRight = 12.0;
constexpr double kTop = 30.0;
constexpr double kBottom = 42.0;

std::vector<double> all_of(const std::vector<Curve>& curves, std::vector<double> Curve::* axis) {
  std::vector<double> values;
  for (const Curve& curve : curves) {
    values.insert(values.end(), (curve.*axis).begin(), (curve.*axis).end());
  }
  return values;
}

}  // namespace

std::string curve_chart(std::string_view title, std::string_view x_title,
                        const std::vector<Curve>& curves) {
  Svg svg(kWidth, kHeight, title);
  svg.text({8.0, 16.0}, Anchor::kStart, "chart-title", title);
  const Scale x(all_of(curves, &Curve::x), true, kLeft, kWidth - kRight);
  const Scale y(all_of(curves, &Curve::y), false, kHeight - kBottom, kTop);
  for (const double tick : y.ticks()) {
    svg.line({kLeft, y.at(tick)}, {kWidth - kRight, y.at(tick)}, "grid");
    svg.text({kLeft - 8.0, y.at(tick) + 4.0}, Anchor::kEnd, "tick", decimal(tick, y.digits()));
  }
  for (const double tick : x.ticks()) {
    svg.text({x.at(tick), kHeight - kBottom + 16.0}, Anchor::kMiddle, "tick",
             decimal(tick, x.digits()));
  }
  svg.text({(kLeft + kWidth - kRight) / 2.0, kHeight - 8.0}, Anchor::kMiddle, "tick", x_title);
  for (const Curve& curve : curves) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      points.push_back({x.at(curve.x[i]), y.at(curve.y[i])});
    }
    svg.polyline(points, "curve " + series_class(curve.series));
    for (std::size_t i = 0; i < points.size(); ++i) {
      svg.dot(points[i], 2.0, series_class(curve.series),
              curve.label + ", " + std::string(x_title) + " " + decimal(curve.x[i], 0) + ": " +
                  decimal(curve.y[i]));
    }
  }
  return svg.finish();
}

}  // namespace attune::report
