#include "foundation/json/scalars.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::json {
namespace {

constexpr std::size_t kShownMax = 100;  // bytes of a refused value in its message
constexpr double kMsPerSecond = 1000.0;
constexpr double kSecondsMax = 253'402'300'800.0;  // the year 10000

std::unexpected<Error> refuse(const Path& path, const std::string& rule) {
  return invalid_input(path.text() + ": " + rule);
}

std::string shown(std::string_view text) {
  std::size_t end = std::min(text.size(), kShownMax);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return '"' + std::string(text.substr(0, end)) + (end < text.size() ? "...\"" : "\"");
}

std::string number_text(double value) {
  std::string out;
  write_number(value, out);
  return out;
}

Result<void> check_size(std::size_t size, const Rule& rule, const Path& path,
                        std::string_view unit) {
  const std::string counted = std::to_string(size) + ' ' + std::string(unit);
  if (size < rule.size_min) {
    return refuse(path, counted + ", at least " + std::to_string(rule.size_min));
  }
  if (size > rule.size_max) {
    return refuse(path, counted + ", at most " + std::to_string(rule.size_max));
  }
  return {};
}

Result<void> check_number(double value, const Rule& rule, const Path& path) {
  if (!std::isfinite(value)) return refuse(path, "not a finite number");
  if (value < rule.value_min) {
    return refuse(path, number_text(value) + ", at least " + number_text(rule.value_min));
  }
  if (value > rule.value_max) {
    return refuse(path, number_text(value) + ", at most " + number_text(rule.value_max));
  }
  return {};
}

std::string listed(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::unexpected<Error> wrong_type(const Path& path, std::string_view expected) {
  return failure(ErrorCode::kMalformed, path.text() + ": must be " + std::string(expected));
}

std::unexpected<Error> missing(const Path& path) {
  return refuse(path, "required, but missing");
}

Result<void> check_count(std::size_t count, const Rule& rule, const Path& path) {
  return check_size(count, rule, path, "entries");
}

Result<void> check_string(std::string_view text, const Rule& rule, const Path& path) {
  ATTUNE_TRY_VOID(check_size(character_count(text), rule, path, "characters"));
  if (rule.pattern != nullptr && !rule.pattern->matches(text)) {
    return refuse(path, shown(text) + " is not " + std::string(rule.pattern->allows));
  }
  if (!rule.one_of.empty() && std::ranges::find(rule.one_of, text) == rule.one_of.end()) {
    return refuse(path, shown(text) + " is none of " + listed(rule.one_of));
  }
  return {};
}

Result<void> read_into(bool& into, const Value& value, const Rule&, const Path& path) {
  const bool* given = value.if_bool();
  if (given == nullptr) return wrong_type(path, "true or false");
  into = *given;
  return {};
}

Result<void> read_into(std::int64_t& into, const Value& value, const Rule& rule, const Path& path) {
  constexpr double kExactMax = 9'007'199'254'740'992.0;  // 2^53
  if (const std::int64_t* given = value.if_integer()) {
    into = *given;
  } else if (const double number = value.number();
             value.is_number() && std::trunc(number) == number && std::fabs(number) <= kExactMax) {
    into = static_cast<std::int64_t>(number);
  } else {
    return wrong_type(path, "an integer");
  }
  return check_number(static_cast<double>(into), rule, path);
}

Result<void> read_into(double& into, const Value& value, const Rule& rule, const Path& path) {
  if (!value.is_number()) return wrong_type(path, "a number");
  into = value.number();
  return check_number(into, rule, path);
}

Result<void> read_into(std::string& into, const Value& value, const Rule& rule, const Path& path) {
  const std::string* given = value.if_string();
  if (given == nullptr) return wrong_type(path, "a string");
  into = *given;
  return check_string(into, rule, path);
}

Result<void> read_into(Timestamp& into, const Value& value, const Rule&, const Path& path) {
  if (!value.is_number()) return wrong_type(path, "a number of seconds since the Unix epoch");
  const double seconds = value.number();
  if (!(seconds >= 0.0 && seconds <= kSecondsMax)) {
    return refuse(path, number_text(seconds) + " is no time in seconds since the Unix epoch");
  }
  into.ms = std::llround(seconds * kMsPerSecond);
  return {};
}

Result<void> read_into(JsonText& into, const Value& value, const Rule& rule, const Path& path) {
  if (value.if_object() != nullptr) {
    into.text = write(value);
  } else if (const std::string* given = value.if_string()) {
    into.text = *given;
  } else {
    return wrong_type(path, "a string");
  }
  return check_string(into.text, rule, path);
}

Result<void> read_into(Value& into, const Value& value, const Rule&, const Path&) {
  into = value;
  return {};
}

Value to_value(bool value) {
  return value;
}
Value to_value(std::int64_t value) {
  return value;
}
Value to_value(double value) {
  return value;
}
Value to_value(const std::string& value) {
  return value;
}
Value to_value(const Timestamp& value) {
  constexpr std::int64_t kMs = 1000;
  if (value.ms % kMs == 0) return value.ms / kMs;
  return static_cast<double>(value.ms) / kMsPerSecond;
}
Value to_value(const JsonText& value) {
  return value.text;
}
Value to_value(const Value& value) {
  return value;
}

}  // namespace attune::json
