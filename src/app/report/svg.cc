#include "app/report/svg.h"

#include <string>
#include <string_view>
#include <vector>

#include "app/report/markup.h"

namespace attune::report {
namespace {

std::string number(double value) {
  return decimal(value, 2);
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string place(std::string_view x_name, std::string_view y_name, Point point) {
  return attribute(x_name, number(point.x)) + attribute(y_name, number(point.y));
}

std::string titled(std::string_view element, std::string_view tip) {
  if (tip.empty()) return "/>\n";
  return "><title>" + escaped(tip) + "</title></" + std::string(element) + ">\n";
}

}  // namespace

Svg::Svg(double width, double height, std::string_view label) {
  body_ = "<svg role=\"img\"" +
          attribute("viewBox", "0 0 " + number(width) + " " + number(height)) +
          attribute("aria-label", label) + attribute("style", "max-width:" + number(width) + "px") +
          ">\n";
}

void Svg::line(Point from, Point to, std::string_view mark_class) {
  body_ += "<line" + attribute("class", mark_class) + place("x1", "y1", from) +
           place("x2", "y2", to) + "/>\n";
}

void Svg::bar(Point corner, double width, double height, std::string_view mark_class,
              std::string_view tip) {
  body_ += "<rect" + attribute("class", mark_class) + place("x", "y", corner) +
           attribute("width", number(width)) + attribute("height", number(height)) +
           titled("rect", tip);
}

void Svg::dot(Point centre, double radius, std::string_view mark_class, std::string_view tip) {
  body_ += "<circle" + attribute("class", mark_class) + place("cx", "cy", centre) +
           attribute("r", number(radius)) + titled("circle", tip);
}

void Svg::polyline(const std::vector<Point>& points, std::string_view mark_class) {
  std::string list;
  for (const Point& point : points) {
    list += (list.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
  }
  body_ += "<polyline" + attribute("class", mark_class) + attribute("points", list) + "/>\n";
}

void Svg::text(Point at, Anchor anchor, std::string_view mark_class, std::string_view text) {
  constexpr std::string_view kAnchors[] = {"start", "middle", "end"};
  body_ += "<text" + attribute("class", mark_class) + place("x", "y", at) +
           attribute("text-anchor", kAnchors[static_cast<int>(anchor)]) + ">" + escaped(text) +
           "</text>\n";
}

}  // namespace attune::report
