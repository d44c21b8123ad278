#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "learning/recipes/builtin.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

constexpr std::string_view kArnPrefix = "arn:aws:personalize:::recipe/";

struct Alias {
  std::string_view name;
  std::string_view recipe;
};

// Recipes that the service withdrew in favour of another (reference 5.4).
constexpr std::array kAliases{
    Alias{.name = "aws-hrnn-coldstart", .recipe = "aws-user-personalization"},
    Alias{.name = "aws-hrnn-metadata", .recipe = "aws-user-personalization"},
};

}  // namespace

std::span<const Recipe> catalogue() {
#define ATTUNE_CALL(name) name(),
  static const std::vector<Recipe> kRecipes{ATTUNE_RECIPES(ATTUNE_CALL)};
#undef ATTUNE_CALL
  return kRecipes;
}

const Recipe* find_recipe(std::string_view name_or_arn) {
  std::string_view name = name_or_arn;
  if (name.starts_with(kArnPrefix)) name.remove_prefix(kArnPrefix.size());
  const auto alias = std::ranges::find(kAliases, name, &Alias::name);
  if (alias != kAliases.end()) name = alias->recipe;
  const auto found = std::ranges::find(catalogue(), name, &Recipe::name);
  return found == catalogue().end() ? nullptr : &*found;
}

}  // namespace attune::recipes
