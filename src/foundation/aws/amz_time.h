#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attune::aws {

/// "20260501T101500Z". Milliseconds are cut off.
[[nodiscard]] std::string format_amz_time(std::int64_t unix_ms);

/// Milliseconds since the epoch. Nothing for another form or a date that is not in the calendar.
[[nodiscard]] std::optional<std::int64_t> parse_amz_time(std::string_view text);

/// The same of an HTTP Date field: "Fri, 01 May 2026 10:15:00 GMT".
[[nodiscard]] std::optional<std::int64_t> parse_http_time(std::string_view text);

}  // namespace attune::aws
