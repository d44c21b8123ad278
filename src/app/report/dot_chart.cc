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

constexpr double kWidth = 940.0;
constexpr double kHeight = 300.0;
constexpr double kLeft = 52.0;
constexpr double kTop = 30.0;
constexpr double kBottom = 46.0;
constexpr double kGroupShare = 0.72;  // of a group's width, for its dots

Scale value_scale(const std::vector<DotGroup>& groups) {
  std::vector<double> values;
  for (const DotGroup& group : groups) {
    for (const metrics::Interval& cell : group.series) values.push_back(cell.high);
  }
  return {values, true, kHeight - kBottom, kTop};
}

void draw_group(Svg& svg, const Scale& scale, const DotGroup& group,
                const std::vector<std::string>& names, double begin, double width) {
  const double middle = begin + width / 2.0;
  svg.text({middle, kHeight - kBottom + 18.0}, Anchor::kMiddle, "label", group.label);
  svg.text({middle, kHeight - kBottom + 34.0}, Anchor::kMiddle, "tick", group.note);
  const auto count = static_cast<double>(group.series.size());
  const double step = std::min(width * kGroupShare / count, 18.0);
  for (std::size_t i = 0; i < group.series.size(); ++i) {
    const metrics::Interval& cell = group.series[i];
    const double x = middle + step * (static_cast<double>(i) - (count - 1.0) / 2.0);
    const std::string mark_class = series_class(i);
    svg.line({x, scale.at(cell.low)}, {x, scale.at(cell.high)}, mark_class);
    svg.dot({x, scale.at(cell.mean)}, 4.0, mark_class,
            names[i] + ", " + group.label + ": " + decimal(cell.mean) + " (" + decimal(cell.low) +
                " to " + decimal(cell.high) + ")");
  }
}

}  // namespace

std::string series_class(std::size_t series) {
  constexpr std::size_t kColours = 8;
  return "s" + std::to_string(series % kColours);
}

std::string dot_chart(std::string_view title, const std::vector<std::string>& series_names,
                      const std::vector<DotGroup>& groups) {
  Svg svg(kWidth, kHeight, title);
  svg.text({8.0, 16.0}, Anchor::kStart, "chart-title", title);
  const Scale scale = value_scale(groups);
  for (const double tick : scale.ticks()) {
    const double y = scale.at(tick);
    svg.line({kLeft, y}, {kWidth - 8.0, y}, "grid");
    svg.text({kLeft - 8.0, y + 4.0}, Anchor::kEnd, "tick", decimal(tick, scale.digits()));
  }
  const double width =
      (kWidth - 8.0 - kLeft) / static_cast<double>(std::max<std::size_t>(1, groups.size()));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    draw_group(svg, scale, groups[i], series_names, kLeft + width * static_cast<double>(i), width);
  }
  return svg.finish();
}

}  // namespace attune::report
