#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "domain/resources/solution_config.h"
#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/search_range.h"

namespace attune::control {

inline constexpr std::size_t kHpoJobsMax = 40;  // reference 11.7
inline constexpr std::size_t kHpoParallelJobsMax = 10;
inline constexpr std::size_t kHpoJobsDefault = 4;

/// What performHPO asks for.
struct HpoPlan {
  std::size_t trial_count = kHpoJobsDefault;
  std::vector<recipes::SearchRange> ranges;
};

/// hpoConfig's ranges or, without any, those of the recipe's tunable parameters that
/// algorithmHyperParameters leaves open. kInvalidInput: a recipe with nothing to tune, more jobs
/// than allowed, a range outside of the recipe's. `config` may be absent.
[[nodiscard]] Result<HpoPlan> plan_hpo(const recipes::Recipe& recipe,
                                       const std::optional<resources::SolutionConfig>& config);

}  // namespace attune::control
