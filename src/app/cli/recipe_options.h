#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"

namespace CLI {
class App;
}

namespace attune::cli {

/// --parameter name=value (repeated) and --seed N.
struct ParameterOptions {
  std::vector<std::string> assignments;
  std::optional<std::uint64_t> seed;
};

void add_parameter_options(CLI::App& command, ParameterOptions& options);

/// As pairs, the seed among them.
[[nodiscard]] Result<recipes::StringPairs> parameters_of(const ParameterOptions& options);

/// kNotFound lists the recipes there are.
[[nodiscard]] Result<const recipes::Recipe*> recipe_named(const std::string& name);

/// For --help: every recipe with its parameters.
[[nodiscard]] std::string describe_recipes();

}  // namespace attune::cli
