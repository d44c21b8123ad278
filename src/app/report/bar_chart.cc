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

constexpr double kWidth = 330.0;
constexpr double kLeft = 14.0;
constexpr double kValueRoom = 56.0;  // right of the axis, for the numbers
constexpr double kTop = 30.0;
constexpr double kRowHeight = 42.0;
constexpr double kBarHeight = 16.0;
constexpr double kWhisker = 4.0;
constexpr std::size_t kLabelLetters = 46;

void draw_grid(Svg& svg, const Scale& scale, double bottom) {
  for (const double tick : scale.ticks()) {
    const double x = scale.at(tick);
    svg.line({x, kTop}, {x, bottom}, "grid");
    svg.text({x, bottom + 16.0}, Anchor::kMiddle, "tick", decimal(tick, scale.digits()));
  }
}

void draw_whisker(Svg& svg, const Scale& scale, const Bar& bar, double middle) {
  if (!(bar.high > bar.low)) return;
  const double low = scale.at(bar.low);
  const double high = scale.at(bar.high);
  svg.line({low, middle}, {high, middle}, "whisker");
  for (const double x : {low, high}) {
    svg.line({x, middle - kWhisker}, {x, middle + kWhisker}, "whisker");
  }
}

std::string tip_of(const Bar& bar) {
  std::string tip = bar.label + ": " + decimal(bar.value);
  if (bar.high > bar.low) tip += " (" + decimal(bar.low) + " to " + decimal(bar.high) + ")";
  return tip;
}

}  // namespace

std::string bar_chart(std::string_view title, const std::vector<Bar>& bars) {
  std::vector<double> values;
  for (const Bar& bar : bars) {
    values.push_back(bar.value);
    values.push_back(bar.high);
  }
  const double bottom = kTop + kRowHeight * static_cast<double>(bars.size());
  Svg svg(kWidth, bottom + 24.0, title);
  svg.text({8.0, 16.0}, Anchor::kStart, "chart-title", title);
  const Scale scale(values, true, kLeft, kWidth - kValueRoom);
  draw_grid(svg, scale, bottom);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double top = kTop + kRowHeight * static_cast<double>(i);
    svg.text({kLeft + 2.0, top + 14.0}, Anchor::kStart, "label",
             shortened(bars[i].label, kLabelLetters));
    const double middle = top + 20.0 + kBarHeight / 2.0;
    svg.bar({scale.at(0.0), top + 20.0}, scale.at(bars[i].value) - scale.at(0.0), kBarHeight,
            series_class(i), tip_of(bars[i]));
    draw_whisker(svg, scale, bars[i], middle);
    svg.text({kWidth - 4.0, middle + 4.0}, Anchor::kEnd, "value", decimal(bars[i].value));
  }
  return svg.finish();
}

}  // namespace attune::report
