#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace attune::bench {

struct Line {
  std::string name;
  std::vector<double> y;
};

struct Plot {
  std::string title;
  std::string x_name;
  std::string y_name;
  std::vector<double> x;
  std::vector<Line> lines;
  double y_max = 1;
};

/// The plot as an SVG document; both axes begin at 0.
inline std::string svg_of(const Plot& plot) {
  constexpr double kLeft = 60;
  constexpr double kTop = 40;
  constexpr double kWidth = 520;
  constexpr double kHeight = 300;
  constexpr int kTicks = 5;
  constexpr std::array<std::string_view, 4> kColours{"#0b63ce", "#c8501e", "#2f8f4e", "#7a4fb5"};
  const double x_max = plot.x.empty() ? 1.0 : std::max(plot.x.back(), 1e-9);
  const auto x_at = [&](double x) { return kLeft + x / x_max * kWidth; };
  const auto y_at = [&](double y) { return kTop + kHeight - y / plot.y_max * kHeight; };
  std::ostringstream out;
  out << R"(<svg xmlns="http://www.w3.org/2000/svg" width="640" height="430" )"
      << R"(font-family="sans-serif" font-size="12"><rect width="640" height="430" fill="white"/>)"
      << R"(<text x="60" y="24" font-size="15">)" << plot.title << "</text>";
  for (int tick = 0; tick <= kTicks; ++tick) {
    const double y = plot.y_max * tick / kTicks;
    const double x = x_max * tick / kTicks;
    out << R"(<line x1="60" x2="580" stroke="#ddd" y1=")" << y_at(y) << R"(" y2=")" << y_at(y)
        << R"("/><text x="52" text-anchor="end" y=")" << y_at(y) + 4 << "\">" << y << "</text>"
        << R"(<text text-anchor="middle" y="358" x=")" << x_at(x) << "\">" << x << "</text>";
  }
  out << R"(<text x="320" y="378" text-anchor="middle">)" << plot.x_name << "</text>"
      << R"(<text x="60" y="36" fill="#555">)" << plot.y_name << "</text>";
  for (std::size_t i = 0; i < plot.lines.size(); ++i) {
    const std::string_view colour = kColours[i % kColours.size()];
    out << R"(<polyline fill="none" stroke-width="2" stroke=")" << colour << R"(" points=")";
    for (std::size_t at = 0; at < plot.x.size(); ++at) {
      out << x_at(plot.x[at]) << ',' << y_at(plot.lines[i].y[at]) << ' ';
    }
    out << R"("/><text x="60" y=")" << 398 + 16 * i << R"(" fill=")" << colour << "\">"
        << plot.lines[i].name << "</text>";
  }
  out << "</svg>\n";
  return std::move(out).str();
}

}  // namespace attune::bench
