#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/recipe.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

inline constexpr std::array<std::string_view, 1> kRecipeProviders{"SERVICE"};
inline constexpr json::Rule kRecipeProvider{.one_of = kRecipeProviders};

struct ListRecipesRequest {
  std::optional<std::string> recipe_provider = {};
  std::optional<std::string> domain = {};
  std::optional<std::string> next_token = {};
  std::optional<std::int64_t> max_results = {};
  static constexpr auto kShape = json::shape(
      json::field("recipeProvider", &ListRecipesRequest::recipe_provider, kRecipeProvider),
      json::field("domain", &ListRecipesRequest::domain, resources::kDomain),
      json::field("nextToken", &ListRecipesRequest::next_token, resources::kNextToken),
      json::field("maxResults", &ListRecipesRequest::max_results, resources::kMaxResults));
};

/// The recipe catalogue as the protocol shows it; permanently ACTIVE.
Result<ListResponse<"recipes", resources::RecipeSummary>> list_recipes(
    const Control& control, const Caller& caller, const ListRecipesRequest& request);
Result<resources::Recipe> describe_recipe(const Control& control, const Caller& caller,
                                          const std::string& arn);
Result<resources::Algorithm> describe_algorithm(const Control& control, const Caller& caller,
                                                const std::string& arn);
Result<resources::FeatureTransformation> describe_feature_transformation(const Control& control,
                                                                         const Caller& caller,
                                                                         const std::string& arn);

}  // namespace attune::control
