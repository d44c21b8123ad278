#include "service/job_kinds/run_training.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/load.h"
#include "domain/events/event_log.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/json/value.h"
#include "learning/evaluation/minimum_data.h"
#include "learning/evaluation/stage_sink.h"
#include "learning/evaluation/train_and_measure.h"
#include "learning/evaluation/tune.h"
#include "learning/features/training_set.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/solution_artefact.h"
#include "service/job_kinds/actors.h"
#include "service/job_kinds/group_data.h"

namespace attune::job_kinds {
namespace {

struct Streamed {
  std::vector<data::StreamedInteraction> interactions;
  std::uint64_t watermark = 0;
};

Result<Streamed> read_events(database::Database& database, const TrainingSpec& spec) {
  ATTUNE_TRY(log, events::EventLog::open(database, {}));
  Streamed streamed;
  Actors actors(*log, spec.dataset_group_arn);
  Result<void> outcome;
  std::vector<events::StoredEvent> stored;
  ATTUNE_TRY_VOID(log->read(spec.dataset_group_arn, 0,
                            [&](const events::StoredEvent& event) { stored.push_back(event); }));
  for (events::StoredEvent& each : stored) {
    streamed.watermark = each.sequence;
    if (each.event.item_id.empty()) continue;
    ATTUNE_TRY(user, actors.of(each.event));
    streamed.interactions.push_back({.user_id = std::move(user),
                                     .item_id = std::move(each.event.item_id),
                                     .event_type = std::move(each.event.event_type),
                                     .event_value = each.event.event_value,
                                     .timestamp_s = each.event.timestamp_s,
                                     .properties = std::move(each.event.properties)});
  }
  return streamed;
}

data::EventSelection selection_of(const TrainingSpec& spec) {
  data::EventSelection selection;
  for (const SpecRule& rule : spec.rules) {
    selection.rules.push_back(
        {.event_type = rule.event_type, .value_min = rule.value_min, .weight = rule.weight});
  }
  return selection;
}

Result<std::shared_ptr<const features::TrainingSet>> load_data(const GroupFiles& files,
                                                               const TrainingSpec& spec,
                                                               const Streamed& streamed) {
  ATTUNE_TRY(interactions, find_dataset_files(files, spec.account_id, spec.dataset_group_arn,
                                              data::DatasetType::kInteractions));
  if (!interactions) return not_found("The dataset group has no Interactions dataset.");
  const data::EventSelection selection = selection_of(spec);
  ATTUNE_TRY(table, data::load_interactions(interactions->schema, interactions->segments,
                                            streamed.interactions, selection));
  ATTUNE_TRY(metadata, load_metadata(files, spec.account_id, spec.dataset_group_arn));
  auto set = std::make_shared<features::TrainingSet>(features::make_training_set(
      std::move(table), std::move(metadata.items), std::move(metadata.users), selection));
  if (!selection.rules.empty()) {
    ATTUNE_TRY(unselected, data::load_unselected_interactions(
                               interactions->schema, interactions->segments, streamed.interactions,
                               selection, set->interactions));
    set->unselected = std::make_shared<const data::InteractionTable>(std::move(unselected));
  }
  return set;
}

evaluation::TuneOptions tune_options(const TrainingSpec& spec) {
  evaluation::TuneOptions options{.ranges = {},
                                  .trial_count = static_cast<std::size_t>(spec.search->trial_count),
                                  .worker_count = static_cast<std::size_t>(spec.worker_count)};
  for (const SpecRange& range : spec.search->ranges) {
    options.ranges.push_back(
        {.name = range.name, .min = range.min, .max = range.max, .choices = range.choices});
  }
  return options;
}

void record(const evaluation::Tuned& tuned, recipes::SolutionArtefact& solution) {
  solution.evaluation_seconds += tuned.seconds;
  solution.evaluation.emplace_back("tuning", "random search");
  solution.evaluation.emplace_back("tuning_metric", evaluation::kTuningMetric);
  for (std::size_t i = 0; i < tuned.trials.size(); ++i) {
    std::string text;
    json::write_number(tuned.trials[i].objective, text);
    solution.evaluation.emplace_back("tuning_trial_" + std::to_string(i + 1), text);
  }
}

// With a search, the version is trained and measured with the best parameters that it found.
Result<recipes::SolutionArtefact> train(const recipes::Recipe& recipe, const TrainingSpec& spec,
                                        std::shared_ptr<const features::TrainingSet> data,
                                        const evaluation::TrainAndMeasureOptions& options,
                                        training::ProgressSink& sink) {
  const recipes::StringPairs given(spec.parameters.begin(), spec.parameters.end());
  if (!spec.search) return evaluation::train_and_measure(recipe, given, data, options, sink);
  ATTUNE_TRY_VOID(evaluation::check_minimum_data(data->interactions, options.event_type));
  // The version itself trains twice, once without its test users.
  const double trials = static_cast<double>(spec.search->trial_count);
  const double tuning_end = trials / (trials + 2.0);
  evaluation::StageSink tuning(sink, 0.0, tuning_end);
  ATTUNE_TRY(tuned, evaluation::tune(recipe, given, *data, tune_options(spec), tuning));
  evaluation::StageSink rest(sink, tuning_end, 1.0);
  ATTUNE_TRY(solution,
             evaluation::train_and_measure(recipe, tuned.best, std::move(data), options, rest));
  record(tuned, solution);
  return solution;
}

}  // namespace

Result<void> run_training(const TrainingSpec& spec, training::ProgressSink& sink) {
  const recipes::Recipe* recipe = recipes::find_recipe(spec.recipe_arn);
  if (recipe == nullptr) return not_found(spec.recipe_arn + " does not exist.");
  ATTUNE_TRY(database, database::open_sqlite(spec.database_path));
  ATTUNE_TRY(streamed, read_events(*database, spec));
  const GroupFiles files{.database = *database, .objects = spec.objects_path};
  ATTUNE_TRY(data, load_data(files, spec, streamed));
  evaluation::TrainAndMeasureOptions options;
  options.event_type = spec.rules.size() == 1 ? spec.rules[0].event_type : "";
  options.event_watermark = streamed.watermark;
  options.worker_count = static_cast<std::size_t>(spec.worker_count);
  ATTUNE_TRY(solution, train(*recipe, spec, data, options, sink));
  return recipes::write_solution(solution, spec.output_directory);
}

std::string progress_line(const training::Progress& progress) {
  json::Value line = json::Object{{"stage", progress.stage},
                                  {"epoch", progress.epoch},
                                  {"epochs", progress.epoch_count},
                                  {"fraction", progress.fraction}};
  if (progress.loss) line.add("loss", *progress.loss);
  if (progress.validation_ndcg_at_10) {
    line.add("validationNdcgAt10", *progress.validation_ndcg_at_10);
  }
  line.add("eventsPerSecond", progress.events_per_s);
  line.add("elapsedSeconds", progress.elapsed_s);
  line.add("remainingSeconds", progress.remaining_s);
  return json::write(line);
}

}  // namespace attune::job_kinds
