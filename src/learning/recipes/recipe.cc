#include "learning/recipes/recipe.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/error.h"
#include "learning/recipes/hyper_parameters.h"

namespace attune::recipes {
namespace {

std::string_view place_name(ParameterPlace place) {
  switch (place) {
    case ParameterPlace::kAlgorithm:
      return "algorithmHyperParameters";
    case ParameterPlace::kFeatureTransformation:
      return "featureTransformationParameters";
    case ParameterPlace::kCampaign:
      return "itemExplorationConfig";
  }
  return "";
}

const HyperParameter* find_parameter(const Recipe& recipe, std::string_view name) {
  const auto found = std::ranges::find(recipe.parameters, plain_name(name), &HyperParameter::name);
  return found == recipe.parameters.end() ? nullptr : &*found;
}

std::unexpected<Error> unknown_parameter(const Recipe& recipe, std::string_view name) {
  std::string known;
  for (const HyperParameter& parameter : recipe.parameters) {
    if (!known.empty()) known += ", ";
    known += parameter.name;
  }
  constexpr std::size_t kShownMax = 100;
  return invalid_input("recipe " + std::string(recipe.name) + " has no parameter \"" +
                       std::string(name.substr(0, kShownMax)) + "\"; it has: " + known);
}

// The defaults, overlaid with `given`.
Result<StringPairs> filled(const Recipe& recipe, const StringPairs& given) {
  StringPairs values;
  for (const HyperParameter& parameter : recipe.parameters) {
    values.emplace_back(parameter.name, parameter.default_value);
  }
  for (const auto& [name, value] : given) {
    const HyperParameter* parameter = find_parameter(recipe, name);
    if (parameter == nullptr) return unknown_parameter(recipe, name);
    ATTUNE_TRY(checked, checked_value(*parameter, value));
    values[static_cast<std::size_t>(parameter - recipe.parameters.data())].second =
        std::move(checked);
  }
  ATTUNE_TRY_VOID(check_pairs(values));
  return values;
}

}  // namespace

std::string_view wire_name_of(RecipeType type) {
  switch (type) {
    case RecipeType::kUserPersonalization:
      return "USER_PERSONALIZATION";
    case RecipeType::kPersonalizedRanking:
      return "PERSONALIZED_RANKING";
    case RecipeType::kRelatedItems:
      return "RELATED_ITEMS";
    case RecipeType::kPopularItems:
      return "POPULAR_ITEMS";
  }
  return "";
}

Result<void> Recipe::check_parameters(ParameterPlace place, const StringPairs& given) const {
  for (const auto& [parameter_name, value] : given) {
    const HyperParameter* parameter = find_parameter(*this, parameter_name);
    if (parameter == nullptr) return unknown_parameter(*this, parameter_name);
    if (parameter->place != place) {
      return invalid_input(std::string(parameter->name) + " belongs in " +
                           std::string(place_name(parameter->place)) + ", not in " +
                           std::string(place_name(place)));
    }
  }
  ATTUNE_TRY(values, filled(*this, given));
  static_cast<void>(values);
  return {};
}

Result<HyperParameters> Recipe::resolve(const StringPairs& given) const {
  ATTUNE_TRY(values, filled(*this, given));
  HyperParameters resolved;
  resolved.values_ = std::move(values);
  return resolved;
}

}  // namespace attune::recipes
