#include "learning/recipes/search_range.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "foundation/json/value.h"
#include "learning/recipes/hyper_parameters.h"

namespace attune::recipes {
namespace {

const HyperParameter* find_parameter(const Recipe& recipe, std::string_view name) {
  const auto found = std::ranges::find(recipe.parameters, plain_name(name), &HyperParameter::name);
  return found == recipe.parameters.end() ? nullptr : &*found;
}

bool is_given(const StringPairs& given, std::string_view name) {
  return std::ranges::any_of(given,
                             [&](const auto& pair) { return plain_name(pair.first) == name; });
}

std::unexpected<Error> refused(const SearchRange& range, const std::string& reason) {
  constexpr std::size_t kShownMax = 100;
  return invalid_input(range.name.substr(0, kShownMax) + ": " + reason);
}

std::string number_text(double value) {
  std::string text;
  json::write_number(value, text);
  return text;
}

double draw_number(const SearchRange& range, Random& random) {
  const double share = random.uniform();
  if (range.min > 0 && range.max >= range.min * kLogarithmicFromFactor) {
    return range.min * std::pow(range.max / range.min, share);
  }
  return range.min + (range.max - range.min) * share;
}

// Each integer has the same width, also the first and the last.
std::int64_t draw_integer(const SearchRange& range, Random& random) {
  const SearchRange wide{.name = {}, .min = range.min, .max = range.max + 1.0, .choices = {}};
  const double whole = std::floor(draw_number(wide, random));
  return static_cast<std::int64_t>(std::min(whole, range.max));
}

}  // namespace

std::vector<SearchRange> tunable_ranges(const Recipe& recipe, const StringPairs& given) {
  std::vector<SearchRange> ranges;
  for (const HyperParameter& parameter : recipe.parameters) {
    if (!parameter.tunable || is_given(given, parameter.name)) continue;
    ranges.push_back({.name = std::string(parameter.name),
                      .min = parameter.min,
                      .max = parameter.max,
                      .choices = {parameter.choices.begin(), parameter.choices.end()}});
  }
  return ranges;
}

Result<SearchRange> checked_range(const Recipe& recipe, SearchRange range, ParameterKind kind) {
  const HyperParameter* parameter = find_parameter(recipe, range.name);
  if (parameter == nullptr) {
    return refused(range, "recipe " + std::string(recipe.name) + " has no such parameter");
  }
  if (!parameter->tunable) return refused(range, "not tunable");
  if (parameter->kind != kind) return refused(range, "listed among ranges of another kind");
  range.name = parameter->name;
  if (kind == ParameterKind::kCategorical) {
    if (range.choices.empty()) return refused(range, "no values");
    for (std::string& choice : range.choices) {
      ATTUNE_TRY(checked, checked_value(*parameter, choice));
      choice = std::move(checked);
    }
    return range;
  }
  for (const double bound : {range.min, range.max}) {
    ATTUNE_TRY(checked, checked_value(*parameter, number_text(bound)));
    static_cast<void>(checked);
  }
  if (range.min > range.max) {
    return refused(range, "minValue " + number_text(range.min) + " is above maxValue " +
                              number_text(range.max));
  }
  return range;
}

StringPairs draw_point(const Recipe& recipe, std::span<const SearchRange> ranges, Random& random) {
  StringPairs point;
  for (const SearchRange& range : ranges) {
    const HyperParameter* parameter = find_parameter(recipe, range.name);
    ATTUNE_CHECK(parameter != nullptr);
    switch (parameter->kind) {
      case ParameterKind::kCategorical:
        point.emplace_back(range.name, range.choices[random.below(range.choices.size())]);
        break;
      case ParameterKind::kInteger:
        point.emplace_back(range.name, std::to_string(draw_integer(range, random)));
        break;
      case ParameterKind::kContinuous:
        point.emplace_back(range.name, number_text(draw_number(range, random)));
        break;
    }
  }
  return point;
}

}  // namespace attune::recipes
