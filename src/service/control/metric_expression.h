#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::control {

/// What a metric of an attribution computes (reference 11.1).
struct MetricExpression {
  enum class Function : std::uint8_t { kSampleCount, kSum };
  Function function = Function::kSampleCount;
  bool of_items = false;  // SUM over a column of Items, otherwise of Interactions
  std::string column = {};
};

/// "SAMPLECOUNT()", "SUM(Items.COL)" or "SUM(Interactions.COL)", in any case, with spaces anywhere
/// between the parts. kInvalidInput otherwise.
[[nodiscard]] Result<MetricExpression> parse_metric_expression(std::string_view text);

}  // namespace attune::control
