#include "learning/evaluation/tune.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/hold_out.h"
#include "learning/evaluation/stage_sink.h"

namespace attune::evaluation {
namespace {

using recipes::StringPairs;

// Apart from the split that the version is measured by.
constexpr std::uint64_t kValidationStream = 0x7D0E;

struct Search {
  const recipes::Recipe& recipe;
  const TuneOptions& options;
  const features::TrainingSet& train;       // without the validation users
  const data::InteractionTable& known;      // with them
  const std::vector<TestUser>& validation;  // rows of `known`
};

StringPairs overlaid(const StringPairs& given, const StringPairs& point) {
  StringPairs all = given;
  all.insert(all.end(), point.begin(), point.end());
  return all;
}

Result<double> objective_of(const Search& search, const StringPairs& parameters,
                            training::ProgressSink& sink) {
  ATTUNE_TRY(resolved, search.recipe.resolve(parameters));
  ATTUNE_TRY(model,
             search.recipe.train({.data = search.train,
                                  .parameters = resolved,
                                  .seed = static_cast<std::uint64_t>(resolved.integer("seed")),
                                  .worker_count = search.options.worker_count},
                                 sink));
  ExamineOptions examine_options;
  examine_options.worker_count = search.options.worker_count;
  ATTUNE_TRY(report, measure_hold_out(*model, search.known, search.validation, examine_options));
  const auto metric = report.metrics.find(std::string(kTuningMetric));
  ATTUNE_CHECK(metric != report.metrics.end());
  return metric->second;
}

Result<std::vector<Trial>> run_trials(const Search& search, const StringPairs& given,
                                      Random& random, training::ProgressSink& sink) {
  // Without ranges every point is the same.
  const std::size_t count = search.options.ranges.empty() ? 1 : search.options.trial_count;
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < count; ++i) {
    const StringPairs point =
        i == 0 ? StringPairs() : draw_point(search.recipe, search.options.ranges, random);
    Trial trial{.parameters = overlaid(given, point)};
    const auto share = [&](std::size_t done) {
      return static_cast<double>(done) / static_cast<double>(count);
    };
    StageSink stage(sink, share(i), share(i + 1));
    ATTUNE_TRY(objective, objective_of(search, trial.parameters, stage));
    trial.objective = objective;
    trials.push_back(std::move(trial));
  }
  return trials;
}

features::TrainingSet with_interactions(const features::TrainingSet& data,
                                        data::InteractionTable interactions) {
  return {.interactions = std::move(interactions),
          .items = data.items,
          .users = data.users,
          .event_type_weights = data.event_type_weights};
}

}  // namespace

Result<Tuned> tune(const recipes::Recipe& recipe, const StringPairs& given,
                   const features::TrainingSet& data, const TuneOptions& options,
                   training::ProgressSink& sink) {
  if (options.trial_count < 1 || options.trial_count > kTrialsMax) {
    return invalid_input("maxNumberOfTrainingJobs: " + std::to_string(options.trial_count) +
                         ", from 1 to " + std::to_string(kTrialsMax));
  }
  ATTUNE_TRY(resolved, recipe.resolve(given));
  const auto started = std::chrono::steady_clock::now();
  const auto seed = static_cast<std::uint64_t>(resolved.integer("seed"));
  const HoldOut outer = split_hold_out(data.interactions, seed);
  HoldOut inner = split_hold_out(outer.train, mix64(seed ^ kValidationStream));
  const features::TrainingSet train = with_interactions(data, std::move(inner.train));
  Random random(mix64(seed) ^ kValidationStream);
  ATTUNE_TRY(trials, run_trials({.recipe = recipe,
                                 .options = options,
                                 .train = train,
                                 .known = outer.train,
                                 .validation = inner.test_users},
                                given, random, sink));
  const auto best = std::ranges::max_element(trials, {}, &Trial::objective);
  Tuned tuned{.best = best->parameters, .trials = {}, .seconds = 0.0};
  tuned.trials = std::move(trials);
  tuned.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return tuned;
}

}  // namespace attune::evaluation
