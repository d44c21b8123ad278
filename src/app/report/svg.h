#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::report {

struct Point {
  double x = 0.0;
  double y = 0.0;
};

enum class Anchor { kStart, kMiddle, kEnd };

/// Writes one inline SVG image, in pixels of its own from the upper left corner, that scales with
/// the page. Looks come from the page's style sheet by the class of each mark; texts are escaped.
class Svg {
 public:
  Svg(double width, double height, std::string_view label);

  /// A mark with a tip shows it under the pointer.
  void line(Point from, Point to, std::string_view mark_class);
  void bar(Point corner, double width, double height, std::string_view mark_class,
           std::string_view tip);
  void dot(Point centre, double radius, std::string_view mark_class, std::string_view tip);
  void polyline(const std::vector<Point>& points, std::string_view mark_class);
  void text(Point at, Anchor anchor, std::string_view mark_class, std::string_view text);

  [[nodiscard]] std::string finish() const { return body_ + "</svg>\n"; }

 private:
  std::string body_;
};

}  // namespace attune::report
