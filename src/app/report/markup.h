#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attune::report {

/// Text as it stands in HTML and SVG, in elements and in quoted attributes: & < > " ' are escaped,
/// control characters that XML does not know become spaces.
[[nodiscard]] std::string escaped(std::string_view text);

/// The text, or its beginning with an ellipsis if it has more letters (UTF-8) than `letters`.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t letters);

/// With so many decimals.
[[nodiscard]] std::string decimal(double value, int digits = 4);

}  // namespace attune::report
