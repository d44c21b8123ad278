#pragma once

#include <string_view>

namespace attune::report {

/// The style sheet of a report's page, for light and dark screens and for paper.
[[nodiscard]] std::string_view style_sheet();

}  // namespace attune::report
