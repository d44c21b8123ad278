#include "app/cli/contestants.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/stop_signal.h"
#include "foundation/base/error.h"
#include "learning/evaluation/baselines.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::cli {
namespace {

constexpr std::size_t kSeedsMax = 100;

struct RecipeText {
  std::string name;
  std::vector<std::string> assignments;
};

// "name:key=value:key=value".
RecipeText parts_of(const std::string& text) {
  RecipeText parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    if (begin == 0) {
      parts.name = part;
    } else {
      parts.assignments.push_back(part);
    }
    begin = end + 1;
  }
  return parts;
}

Result<Contestant> recipe_contestant(const std::string& text, const ContestantOptions& options) {
  const RecipeText parts = parts_of(text);
  ATTUNE_TRY(recipe, recipe_named(parts.name));
  ParameterOptions all = options.parameters;
  all.assignments.insert(all.assignments.end(), parts.assignments.begin(), parts.assignments.end());
  ATTUNE_TRY(given, parameters_of(all));
  // The last of a name wins.
  recipes::StringPairs parameters;
  for (const auto& [name, value] : given) {
    std::erase_if(parameters, [&, &key = name](const auto& pair) { return pair.first == key; });
    parameters.emplace_back(name, value);
  }
  ATTUNE_TRY(resolved, recipe->resolve(parameters));
  Contestant contestant{.name = text, .parameters = parameters, .seeds = {}, .fit = {}};
  contestant.seeds.assign(options.seeds.begin(), options.seeds.end());
  if (contestant.seeds.empty()) {
    contestant.seeds = {static_cast<std::uint64_t>(resolved.integer("seed"))};
  }
  contestant.fit = [recipe = recipe, resolved = resolved, workers = options.worker_count](
                       const features::TrainingSet& train, std::optional<std::uint64_t> seed,
                       training::ProgressSink& progress) {
    return recipe->train(
        {.data = train, .parameters = resolved, .seed = seed.value_or(1), .worker_count = workers},
        progress);
  };
  return contestant;
}

Result<Contestant> baseline_contestant(const std::string& name, const ContestantOptions& options) {
  const evaluation::Baseline* baseline = evaluation::find_baseline(name);
  if (baseline == nullptr) {
    std::string known;
    for (const evaluation::Baseline& other : evaluation::baselines()) {
      known += (known.empty() ? "" : ", ") + std::string(other.name);
    }
    return not_found("there is no baseline \"" + name + "\"; there are: " + known);
  }
  Contestant contestant{.name = name, .parameters = {}, .seeds = {std::nullopt}, .fit = {}};
  contestant.fit = [baseline, workers = options.worker_count](const features::TrainingSet& train,
                                                              std::optional<std::uint64_t>,
                                                              training::ProgressSink&) {
    return baseline->fit(train.interactions, {.worker_count = workers, .progress = [](double) {
                                                return !stop_requested();
                                              }});
  };
  return contestant;
}

}  // namespace

Result<std::vector<Contestant>> contestants_of(const ContestantOptions& options) {
  if (options.seeds.size() > kSeedsMax) {
    return invalid_input("--seeds has " + std::to_string(options.seeds.size()) +
                         " seeds; the most are " + std::to_string(kSeedsMax));
  }
  std::vector<Contestant> contestants;
  for (const std::string& text : options.recipes) {
    ATTUNE_TRY(contestant, recipe_contestant(text, options));
    contestants.push_back(std::move(contestant));
  }
  for (const std::string& name : options.baselines) {
    ATTUNE_TRY(contestant, baseline_contestant(name, options));
    contestants.push_back(std::move(contestant));
  }
  if (contestants.empty()) return invalid_input("nothing to measure: give --recipe or --baselines");
  return contestants;
}

}  // namespace attune::cli
