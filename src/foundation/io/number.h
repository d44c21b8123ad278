#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace attune::io {

/// The whole text as a decimal integer (a leading + or - allowed); nothing if it is not one or does
/// not fit.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);
/// The whole text as a finite decimal number ("1", "-2.5", "1e3"); nothing otherwise.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace attune::io
