#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/recipe_options.h"
#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::cli {

/// A model that takes part in an offline test.
struct Contestant {
  std::string name;                                 // as given
  recipes::StringPairs parameters;                  // given ones
  std::vector<std::optional<std::uint64_t>> seeds;  // one fit for each; none: of a baseline
  std::function<Result<std::unique_ptr<models::Model>>(const features::TrainingSet&,
                                                       std::optional<std::uint64_t> seed,
                                                       training::ProgressSink& progress)>
      fit;
};

struct ContestantOptions {
  std::vector<std::string> recipes;  // "aws-hrnn" or "aws-hrnn:epochs=10:recency_mask=false"
  std::vector<std::string> baselines;
  ParameterOptions parameters;       // of every recipe; a recipe's own win
  std::vector<std::uint64_t> seeds;  // of recipes; empty: the seed parameter
  std::size_t worker_count = 0;
};

/// Recipes, then baselines, in the order given. kInvalidInput, kNotFound: a name or a parameter.
[[nodiscard]] Result<std::vector<Contestant>> contestants_of(const ContestantOptions& options);

}  // namespace attune::cli
