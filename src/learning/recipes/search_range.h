#pragma once

#include <span>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {

/// Where a search may put one hyperparameter.
struct SearchRange {
  std::string name;
  double min = 0;
  double max = 0;                    // included
  std::vector<std::string> choices;  // of a categorical one
};

/// The recipe's tunable parameters over all that they may be, but for those that `given` fixes.
[[nodiscard]] std::vector<SearchRange> tunable_ranges(const Recipe& recipe,
                                                      const StringPairs& given);

/// Drops prefixes of the name and checks it: a tunable parameter of that kind (`choices` empty: a
/// number), and no value outside of what the recipe allows. kInvalidInput says what is wrong.
[[nodiscard]] Result<SearchRange> checked_range(const Recipe& recipe, SearchRange range,
                                                ParameterKind kind);

/// One point, each range drawn by itself: numbers uniformly, or uniformly in their logarithm where
/// the range spans a factor of kLogarithmicFromFactor or more (Bergstra & Bengio 2012).
inline constexpr double kLogarithmicFromFactor = 10.0;
[[nodiscard]] StringPairs draw_point(const Recipe& recipe, std::span<const SearchRange> ranges,
                                     Random& random);

}  // namespace attune::recipes
