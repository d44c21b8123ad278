#include "foundation/aws/amz_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace attune::aws {
namespace {

struct Moment {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

bool read_digits(std::string_view text, int& value) {
  value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return false;
    value = value * 10 + (digit - '0');
  }
  return !text.empty();
}

std::optional<std::int64_t> to_unix_ms(const Moment& moment) {
  const std::chrono::year_month_day date{std::chrono::year{moment.year},
                                         std::chrono::month{static_cast<unsigned>(moment.month)},
                                         std::chrono::day{static_cast<unsigned>(moment.day)}};
  if (!date.ok() || moment.hour > 23 || moment.minute > 59 || moment.second > 60) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t minutes = (days * 24 + moment.hour) * 60 + moment.minute;
  return (minutes * 60 + moment.second) * 1000;
}

}  // namespace

std::string format_amz_time(std::int64_t unix_ms) {
  const std::time_t seconds = unix_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

std::optional<std::int64_t> parse_amz_time(std::string_view text) {
  Moment moment;
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z' ||
      !read_digits(text.substr(0, 4), moment.year) ||
      !read_digits(text.substr(4, 2), moment.month) ||
      !read_digits(text.substr(6, 2), moment.day) || !read_digits(text.substr(9, 2), moment.hour) ||
      !read_digits(text.substr(11, 2), moment.minute) ||
      !read_digits(text.substr(13, 2), moment.second)) {
    return std::nullopt;
  }
  return to_unix_ms(moment);
}

std::optional<std::int64_t> parse_http_time(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Moment moment;
  if (text.size() != 29 || !text.ends_with(" GMT") || text[19] != ':' || text[22] != ':' ||
      !read_digits(text.substr(5, 2), moment.day) ||
      !read_digits(text.substr(12, 4), moment.year) ||
      !read_digits(text.substr(17, 2), moment.hour) ||
      !read_digits(text.substr(20, 2), moment.minute) ||
      !read_digits(text.substr(23, 2), moment.second)) {
    return std::nullopt;
  }
  const auto* const month = std::ranges::find(kMonths, text.substr(8, 3));
  moment.month = static_cast<int>(month - kMonths.begin()) + 1;
  return to_unix_ms(moment);
}

}  // namespace attune::aws
