#include "learning/recipes/hyper_parameters.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

// Larger integers are not exact as doubles.
constexpr double kIntegerMax = 9.0e15;

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return result;
}

std::string number_text(double value) {
  std::string text;
  json::write_number(value, text);
  return text;
}

std::string allowed(const HyperParameter& parameter) {
  if (parameter.kind != ParameterKind::kCategorical) {
    return std::string(parameter.kind == ParameterKind::kInteger ? "an integer" : "a number") +
           " in [" + number_text(parameter.min) + ", " + number_text(parameter.max) + "]";
  }
  std::string text = "one of";
  for (const std::string_view choice : parameter.choices) text += " " + std::string(choice);
  return text;
}

std::unexpected<Error> refused(const HyperParameter& parameter, std::string_view value) {
  constexpr std::size_t kShownMax = 100;
  return invalid_input(std::string(parameter.name) + ": \"" +
                       std::string(value.substr(0, kShownMax)) + "\" is not allowed, expected " +
                       allowed(parameter));
}

const std::string& value_of(const StringPairs& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &StringPairs::value_type::first);
  ATTUNE_CHECK(found != values.end());
  return found->second;
}

}  // namespace

std::string_view plain_name(std::string_view name) {
  for (const std::string_view prefix : {std::string_view("training."), std::string_view("data.")}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return name;
}

Result<std::string> checked_value(const HyperParameter& parameter, std::string_view value) {
  if (parameter.kind == ParameterKind::kCategorical) {
    const std::string wanted = lower(value);
    for (const std::string_view choice : parameter.choices) {
      if (lower(choice) == wanted) return std::string(choice);
    }
    return refused(parameter, value);
  }
  const std::optional<double> number = parse_number(value);
  if (!number || *number < parameter.min || *number > parameter.max) {
    return refused(parameter, value);
  }
  if (parameter.kind == ParameterKind::kContinuous) return std::string(value);
  if (*number != std::floor(*number) || std::abs(*number) > kIntegerMax) {
    return refused(parameter, value);
  }
  return std::to_string(static_cast<std::int64_t>(*number));
}

Result<void> check_pairs(const StringPairs& values) {
  for (const auto& [name, value] : values) {
    if (!name.starts_with("min_")) continue;
    const auto upper =
        std::ranges::find(values, "max_" + name.substr(4), &StringPairs::value_type::first);
    if (upper == values.end()) continue;
    if (parse_number(value).value_or(0.0) > parse_number(upper->second).value_or(0.0)) {
      return invalid_input(name + ": \"" + value + "\" is above " + upper->first + ", \"" +
                           upper->second + "\"");
    }
  }
  return {};
}

std::int64_t HyperParameters::integer(std::string_view name) const {
  return static_cast<std::int64_t>(number(name));
}

double HyperParameters::number(std::string_view name) const {
  const std::optional<double> value = parse_number(value_of(values_, name));
  ATTUNE_CHECK(value.has_value());
  return *value;
}

bool HyperParameters::flag(std::string_view name) const {
  return value_of(values_, name) == "true";
}

std::string_view HyperParameters::text(std::string_view name) const {
  return value_of(values_, name);
}

}  // namespace attune::recipes
