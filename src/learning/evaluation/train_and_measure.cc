#include "learning/evaluation/train_and_measure.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "foundation/base/error.h"
#include "learning/evaluation/baselines.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/hold_out.h"
#include "learning/evaluation/minimum_data.h"
#include "learning/evaluation/stage_sink.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/solution_artefact.h"
#include "learning/training/progress.h"

namespace attune::evaluation {
namespace {

// Shares of the progress bar: training on 90 % of the users, their test, the training of the
// served model.
constexpr double kFirstTrainingEnd = 0.45;
constexpr double kTestEnd = 0.55;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<std::vector<const Baseline*>> chosen_baselines(const std::vector<std::string>& names) {
  std::vector<const Baseline*> chosen;
  if (names.empty()) {
    for (const Baseline& baseline : baselines()) {
      if (baseline.by_default) chosen.push_back(&baseline);
    }
  }
  for (const std::string& name : names) {
    const Baseline* baseline = find_baseline(name);
    if (baseline == nullptr) return invalid_input("there is no baseline \"" + name + "\"");
    chosen.push_back(baseline);
  }
  return chosen;
}

std::function<bool(double)> stage_report(std::string_view stage, training::ProgressSink& sink) {
  return [stage = std::string(stage), &sink](double fraction) {
    training::Progress progress;
    progress.stage = stage;
    progress.fraction = fraction;
    return sink.report(progress);
  };
}

struct Training {
  const recipes::Recipe& recipe;
  const recipes::HyperParameters& parameters;
  const TrainAndMeasureOptions& options;
  training::ProgressSink& sink;
};

Result<std::unique_ptr<models::Model>> fit(const Training& training,
                                           const features::TrainingSet& data, double begin,
                                           double end) {
  StageSink stage(training.sink, begin, end);
  return training.recipe.train(
      {.data = data,
       .parameters = training.parameters,
       .seed = static_cast<std::uint64_t>(training.parameters.integer("seed")),
       .worker_count = training.options.worker_count,
       .exchange = training.options.exchange},
      stage);
}

// Fills in metrics and baselines, the model when it is also the one to serve, and how it was done.
Result<void> measure(const Training& training, const features::TrainingSet& data,
                     const std::vector<const Baseline*>& compared,
                     recipes::SolutionArtefact& artefact) {
  const auto started = Clock::now();
  HoldOut split = split_hold_out(data.interactions, artefact.seed);
  const features::TrainingSet train{.interactions = std::move(split.train),
                                    .items = data.items,
                                    .users = data.users,
                                    .event_type_weights = data.event_type_weights};
  const bool serves = training.options.final_model == FinalModel::kHoldOut;
  const double training_end = serves ? 1.0 - (kTestEnd - kFirstTrainingEnd) : kFirstTrainingEnd;
  ATTUNE_TRY(model, fit(training, train, 0.0, training_end));
  if (serves) artefact.training_seconds = seconds_since(started);
  StageSink stage(training.sink, training_end, serves ? 1.0 : kTestEnd);
  const ExamineOptions examine_options{.seen = training.options.seen,
                                       .worker_count = training.options.worker_count,
                                       .progress = stage_report("test", stage)};
  ATTUNE_TRY(report,
             measure_hold_out(*model, data.interactions, split.test_users, examine_options));
  artefact.metrics = report.metrics;
  for (const Baseline* baseline : compared) {
    ATTUNE_TRY(fitted,
               baseline->fit(train.interactions, {.worker_count = training.options.worker_count,
                                                  .progress = stage_report("baselines", stage)}));
    ATTUNE_TRY(compared_report,
               measure_hold_out(*fitted, data.interactions, split.test_users, examine_options));
    artefact.baselines[std::string(baseline->name)] = compared_report.metrics;
  }
  artefact.evaluation = {
      {"protocol", "hold-out"},
      {"test_users", std::to_string(report.user_count)},
      {"seen_items", training.options.seen == SeenItems::kAllowed ? "allowed" : "excluded"},
      {"final", serves ? "holdout" : "all"}};
  if (serves) artefact.model = std::move(model);
  artefact.evaluation_seconds = seconds_since(started);
  return {};
}

}  // namespace

Result<recipes::SolutionArtefact> train_and_measure(
    const recipes::Recipe& recipe, const recipes::StringPairs& parameters,
    std::shared_ptr<const features::TrainingSet> data, const TrainAndMeasureOptions& options,
    training::ProgressSink& sink) {
  ATTUNE_TRY(resolved, recipe.resolve(parameters));
  ATTUNE_TRY(compared, chosen_baselines(options.baselines));
  if (options.minimum == MinimumData::kRequired) {
    ATTUNE_TRY_VOID(check_minimum_data(data->interactions, options.event_type));
  }
  recipes::SolutionArtefact artefact;
  artefact.recipe = &recipe;
  artefact.parameters = resolved.all();
  artefact.seed = static_cast<std::uint64_t>(resolved.integer("seed"));
  artefact.data_fingerprint = data::fingerprint(data->interactions);
  artefact.event_watermark = options.event_watermark;
  const Training training{recipe, resolved, options, sink};
  ATTUNE_TRY_VOID(measure(training, *data, compared, artefact));
  if (artefact.model == nullptr) {
    const auto started = Clock::now();
    ATTUNE_TRY(model, fit(training, *data, kTestEnd, 1.0));
    artefact.training_seconds = seconds_since(started);
    artefact.model = std::move(model);
  }
  artefact.interactions = std::shared_ptr<const data::InteractionTable>(data, &data->interactions);
  artefact.selection = data->selection;
  artefact.unselected = data->unselected;
  return artefact;
}

}  // namespace attune::evaluation
