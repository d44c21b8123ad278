#include "service/control/metric_expression.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::control {
namespace {

char upper(char letter) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

std::string upper_without_spaces(std::string_view text) {
  std::string result;
  for (const char each : text) {
    if (each != ' ') result += upper(each);
  }
  return result;
}

bool is_column(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char each) {
    return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '_';
  });
}

}  // namespace

Result<MetricExpression> parse_metric_expression(std::string_view text) {
  constexpr std::string_view kItems = "SUM(ITEMS.";
  constexpr std::string_view kInteractions = "SUM(INTERACTIONS.";
  const std::string plain = upper_without_spaces(text);
  if (plain == "SAMPLECOUNT()") return MetricExpression{};
  for (const std::string_view start : {kItems, kInteractions}) {
    if (!plain.starts_with(start) || !plain.ends_with(')')) continue;
    const std::string column = plain.substr(start.size(), plain.size() - start.size() - 1);
    if (!is_column(column)) break;
    return MetricExpression{.function = MetricExpression::Function::kSum,
                            .of_items = start == kItems,
                            .column = column};
  }
  return invalid_input("\"" + std::string(text) +
                       "\" is none of SUM(Items.COLUMN), SUM(Interactions.COLUMN), SAMPLECOUNT()");
}

}  // namespace attune::control
