#include "service/control/recipes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/status.h"
#include "domain/resources/use_case.h"
#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"
#include "service/control/lookup.h"
#include "service/control/page_token.h"

namespace attune::control {
namespace {

constexpr json::Timestamp kPublished{1'560'124'800'000};  // 2019-06-10, as the service shows
constexpr std::int64_t kPageSizeDefault = 100;

std::string built_in_arn(std::string_view kind, std::string_view name) {
  return resources::arn_of({}, kind, name);
}

resources::RecipeSummary summary_of(const recipes::Recipe& recipe) {
  return {.name = std::string(recipe.name),
          .recipe_arn = built_in_arn("recipe", recipe.name),
          .status = std::string(resources::status::kActive),
          .creation_date_time = kPublished,
          .last_updated_date_time = kPublished};
}

resources::RecipeSummary summary_of(const resources::UseCase& use_case) {
  return {.name = std::string(use_case.name),
          .recipe_arn = built_in_arn("recipe", use_case.name),
          .status = std::string(resources::status::kActive),
          .domain = std::string(use_case.domain),
          .creation_date_time = kPublished,
          .last_updated_date_time = kPublished};
}

// Every recipe and use case; with a domain only that one's use cases (reference 2.8).
std::vector<resources::RecipeSummary> all_summaries(const std::optional<std::string>& domain) {
  std::vector<resources::RecipeSummary> all;
  if (!domain) {
    for (const recipes::Recipe& recipe : recipes::catalogue()) all.push_back(summary_of(recipe));
  }
  for (const resources::UseCase& use_case : resources::use_cases()) {
    if (!domain || *domain == use_case.domain) all.push_back(summary_of(use_case));
  }
  return all;
}

// The recipe that answers a use case.
const recipes::Recipe* model_of(const resources::UseCase& use_case) {
  for (const std::string_view name : use_case.models) {
    if (const recipes::Recipe* recipe = recipes::find_recipe(name)) return recipe;
  }
  return nullptr;
}

// The first recipe whose part (algorithm or feature transformation) has that ARN.
const recipes::Recipe* find_by(std::string_view kind, std::string_view recipes::Recipe::* part,
                               std::string_view arn) {
  const auto all = recipes::catalogue();
  const auto found = std::ranges::find_if(all, [&](const recipes::Recipe& recipe) {
    return !(recipe.*part).empty() && built_in_arn(kind, recipe.*part) == arn;
  });
  return found == all.end() ? nullptr : &*found;
}

json::StringMap<std::string> defaults_of(const recipes::Recipe& recipe,
                                         recipes::ParameterPlace place) {
  json::StringMap<std::string> defaults;
  for (const recipes::HyperParameter& parameter : recipe.parameters) {
    if (parameter.place != place) continue;
    defaults.emplace(parameter.name, parameter.default_value);
  }
  return defaults;
}

void add_range(resources::DefaultHyperParameterRanges& ranges,
               const recipes::HyperParameter& parameter) {
  const std::string name(parameter.name);
  switch (parameter.kind) {
    case recipes::ParameterKind::kInteger:
      ranges.integer_hyper_parameter_ranges->push_back(
          {.name = name,
           .min_value = static_cast<std::int64_t>(parameter.min),
           .max_value = static_cast<std::int64_t>(parameter.max),
           .is_tunable = parameter.tunable});
      return;
    case recipes::ParameterKind::kContinuous:
      ranges.continuous_hyper_parameter_ranges->push_back({.name = name,
                                                           .min_value = parameter.min,
                                                           .max_value = parameter.max,
                                                           .is_tunable = parameter.tunable});
      return;
    case recipes::ParameterKind::kCategorical:
      ranges.categorical_hyper_parameter_ranges->push_back(
          {.name = name,
           .values = std::vector<std::string>(parameter.choices.begin(), parameter.choices.end()),
           .is_tunable = parameter.tunable});
      return;
  }
}

resources::DefaultHyperParameterRanges ranges_of(const recipes::Recipe& recipe) {
  resources::DefaultHyperParameterRanges ranges;
  ranges.integer_hyper_parameter_ranges.emplace();
  ranges.continuous_hyper_parameter_ranges.emplace();
  ranges.categorical_hyper_parameter_ranges.emplace();
  for (const recipes::HyperParameter& parameter : recipe.parameters) {
    if (parameter.place == recipes::ParameterPlace::kAlgorithm) add_range(ranges, parameter);
  }
  return ranges;
}

}  // namespace

Result<ListResponse<"recipes", resources::RecipeSummary>> list_recipes(
    const Control&, const Caller& caller, const ListRecipesRequest& request) {
  const std::string filter = request.domain.value_or("");
  const ListIdentity identity{.caller = caller, .list = "recipe", .filter = filter};
  ATTUNE_TRY(start, read_page_token(identity, request.next_token));
  ListResponse<"recipes", resources::RecipeSummary> response{};
  const auto all = all_summaries(request.domain);
  const auto from = std::min(static_cast<std::size_t>(start), all.size());
  const auto size = static_cast<std::size_t>(request.max_results.value_or(kPageSizeDefault));
  const std::size_t to = std::min(from + size, all.size());
  response.items.assign(all.begin() + static_cast<std::ptrdiff_t>(from),
                        all.begin() + static_cast<std::ptrdiff_t>(to));
  if (to < all.size()) {
    response.next_token = make_page_token(identity, static_cast<std::int64_t>(to));
  }
  return response;
}

Result<resources::Recipe> describe_recipe(const Control&, const Caller&, const std::string& arn) {
  const resources::UseCase* use_case = resources::find_use_case(arn);
  const recipes::Recipe* recipe =
      arn.starts_with(built_in_arn("recipe", "")) ? recipes::find_recipe(arn) : nullptr;
  if (use_case != nullptr) recipe = model_of(*use_case);
  if (recipe == nullptr) return no_such("recipe", arn);
  const std::string_view name = use_case == nullptr ? recipe->name : use_case->name;
  resources::Recipe shown{
      .name = std::string(name),
      .recipe_arn = built_in_arn("recipe", name),
      .algorithm_arn = built_in_arn("algorithm", recipe->algorithm),
      .status = std::string(resources::status::kActive),
      .description = std::string(use_case == nullptr ? recipe->description : use_case->description),
      .recipe_type = std::string(recipes::wire_name_of(recipe->type)),
      .creation_date_time = kPublished,
      .last_updated_date_time = kPublished};
  if (!recipe->feature_transformation.empty()) {
    shown.feature_transformation_arn =
        built_in_arn("feature-transformation", recipe->feature_transformation);
  }
  return shown;
}

Result<resources::Algorithm> describe_algorithm(const Control&, const Caller&,
                                                const std::string& arn) {
  const recipes::Recipe* recipe = find_by("algorithm", &recipes::Recipe::algorithm, arn);
  if (recipe == nullptr) return no_such("algorithm", arn);
  return resources::Algorithm{
      .name = std::string(recipe->algorithm),
      .algorithm_arn = arn,
      .default_hyper_parameters = defaults_of(*recipe, recipes::ParameterPlace::kAlgorithm),
      .default_hyper_parameter_ranges = ranges_of(*recipe),
      .creation_date_time = kPublished,
      .last_updated_date_time = kPublished};
}

Result<resources::FeatureTransformation> describe_feature_transformation(const Control&,
                                                                         const Caller&,
                                                                         const std::string& arn) {
  const recipes::Recipe* recipe =
      find_by("feature-transformation", &recipes::Recipe::feature_transformation, arn);
  if (recipe == nullptr) return no_such("feature transformation", arn);
  return resources::FeatureTransformation{
      .name = std::string(recipe->feature_transformation),
      .feature_transformation_arn = arn,
      .default_parameters = defaults_of(*recipe, recipes::ParameterPlace::kFeatureTransformation),
      .status = std::string(resources::status::kActive),
      .creation_date_time = kPublished,
      .last_updated_date_time = kPublished};
}

}  // namespace attune::control
