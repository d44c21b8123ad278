#include "app/cli/recipe_options.h"

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"

namespace attune::cli {
namespace {

std::string range_of(const recipes::HyperParameter& parameter) {
  std::ostringstream text;
  if (parameter.kind != recipes::ParameterKind::kCategorical) {
    text << parameter.min << " to " << parameter.max;
    return text.str();
  }
  for (const std::string_view choice : parameter.choices) {
    text << (choice == parameter.choices.front() ? "" : " or ") << choice;
  }
  return text.str();
}

}  // namespace

void add_parameter_options(CLI::App& command, ParameterOptions& options) {
  command.add_option("--parameter", options.assignments,
                     "A hyperparameter as name=value; may be repeated");
  command.add_option("--seed", options.seed,
                     "Seed of the split and the training: the same seed gives the same model");
}

Result<recipes::StringPairs> parameters_of(const ParameterOptions& options) {
  recipes::StringPairs pairs;
  for (const std::string& assignment : options.assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      return invalid_input("--parameter \"" + assignment + "\": expected name=value");
    }
    pairs.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
  }
  if (options.seed) pairs.emplace_back("seed", std::to_string(*options.seed));
  return pairs;
}

Result<const recipes::Recipe*> recipe_named(const std::string& name) {
  if (const recipes::Recipe* recipe = recipes::find_recipe(name)) return recipe;
  std::string known;
  for (const recipes::Recipe& recipe : recipes::catalogue()) {
    if (!known.empty()) known += ", ";
    known += recipe.name;
  }
  return not_found("there is no recipe \"" + name + "\"; there are: " + known);
}

std::string describe_recipes() {
  std::ostringstream text;
  text << "Recipes and their parameters:\n";
  for (const recipes::Recipe& recipe : recipes::catalogue()) {
    text << "\n" << recipe.name << ": " << recipe.description << "\n";
    for (const recipes::HyperParameter& parameter : recipe.parameters) {
      if (parameter.place == recipes::ParameterPlace::kCampaign) continue;
      text << "  " << parameter.name << "=" << parameter.default_value << "  ("
           << range_of(parameter) << ") " << parameter.sentence << "\n";
    }
  }
  return text.str();
}

}  // namespace attune::cli
