#pragma once

#include <string>
#include <string_view>

namespace attune::report {

/// Text as it stands in HTML and SVG, in elements and in quoted attributes: & < > " ' are escaped,
/// control characters that XML does not know become spaces.
[[nodiscard]] std::string escaped(std::string_view text);

/// With so many decimals.
[[nodiscard]] std::string decimal(double value, int digits = 4);

}  // namespace attune::report
