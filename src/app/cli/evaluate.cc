#include "app/cli/evaluate.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/contest.h"
#include "app/cli/data_source.h"
#include "app/cli/exit_code.h"
#include "app/cli/progress_printer.h"
#include "app/cli/recipe_options.h"
#include "app/cli/stop_signal.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/evaluation/baselines.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/hold_out.h"
#include "learning/evaluation/leave_one_out.h"
#include "learning/evaluation/ranked.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::cli {
namespace {

using evaluation::SeenItems;

struct EvaluateOptions {
  DataSource source;
  ParameterOptions parameters;
  std::string protocol = "hold-out";
  std::vector<std::string> recipes;
  std::vector<std::string> baselines;
  std::string seen;  // empty: the protocol's habit
  std::string target = "test";
  std::size_t history_max = 0;
  std::string json_path;
  std::string progress = "bar";
};

// What a protocol gives: data to train on and a test of the model trained on it.
struct Trial {
  features::TrainingSet train;
  std::function<Result<evaluation::Report>(const models::Model&)> test;
};

features::TrainingSet with_interactions(const features::TrainingSet& data,
                                        data::InteractionTable interactions) {
  return {.interactions = std::move(interactions),
          .items = data.items,
          .users = data.users,
          .event_type_weights = data.event_type_weights};
}

Trial leave_one_out_trial(const features::TrainingSet& data, const EvaluateOptions& options) {
  const evaluation::LeaveOneOutOptions how{
      .target = options.target == "validation" ? evaluation::Target::kValidation
                                               : evaluation::Target::kTest,
      .seen = options.seen == "allow" ? SeenItems::kAllowed : SeenItems::kExcluded,
      .history_max = options.history_max};
  auto split = std::make_shared<evaluation::LeaveOneOut>(
      evaluation::split_leave_one_out(data.interactions, how));
  Trial trial{.train = with_interactions(data, std::move(split->train)), .test = {}};
  trial.test = [&data, split, how, &options](const models::Model& model) {
    return evaluation::measure_leave_one_out(
        model, data.interactions, *split,
        {.seen = how.seen, .worker_count = options.source.worker_count, .progress = [](double) {
           return !stop_requested();
         }});
  };
  return trial;
}

Trial hold_out_trial(const features::TrainingSet& data, const EvaluateOptions& options) {
  auto split = std::make_shared<evaluation::HoldOut>(
      evaluation::split_hold_out(data.interactions, options.parameters.seed.value_or(1)));
  const SeenItems seen = options.seen == "exclude" ? SeenItems::kExcluded : SeenItems::kAllowed;
  Trial trial{.train = with_interactions(data, std::move(split->train)), .test = {}};
  trial.test = [&data, split, seen, &options](const models::Model& model) {
    return evaluation::measure_hold_out(model, data.interactions, split->test_users,
                                        {.seen = seen,
                                         .worker_count = options.source.worker_count,
                                         .progress = [](double) { return !stop_requested(); }});
  };
  return trial;
}

Result<Contestant> recipe_contestant(const std::string& name, const EvaluateOptions& options) {
  ATTUNE_TRY(recipe, recipe_named(name));
  ATTUNE_TRY(given, parameters_of(options.parameters));
  ATTUNE_TRY(parameters, recipe->resolve(given));
  return Contestant{.name = std::string(recipe->name),
                    .fit = [recipe = recipe, parameters = parameters,
                            &options](const features::TrainingSet& train) {
                      const auto progress = make_progress(options.progress);
                      return recipe->train(
                          {.data = train,
                           .parameters = parameters,
                           .seed = static_cast<std::uint64_t>(parameters.integer("seed")),
                           .worker_count = options.source.worker_count},
                          *progress);
                    }};
}

Result<Contestant> baseline_contestant(const std::string& name, const EvaluateOptions& options) {
  const evaluation::Baseline* baseline = evaluation::find_baseline(name);
  if (baseline == nullptr) {
    std::string known;
    for (const evaluation::Baseline& other : evaluation::baselines()) {
      known += (known.empty() ? "" : ", ") + std::string(other.name);
    }
    return not_found("there is no baseline \"" + name + "\"; there are: " + known);
  }
  return Contestant{.name = name, .fit = [baseline, &options](const features::TrainingSet& train) {
                      return baseline->fit(train.interactions,
                                           {.worker_count = options.source.worker_count,
                                            .progress = [](double) { return !stop_requested(); }});
                    }};
}

Result<std::vector<Contestant>> contestants_of(const EvaluateOptions& options) {
  std::vector<Contestant> contestants;
  for (const std::string& name : options.recipes) {
    ATTUNE_TRY(contestant, recipe_contestant(name, options));
    contestants.push_back(std::move(contestant));
  }
  for (const std::string& name : options.baselines) {
    ATTUNE_TRY(contestant, baseline_contestant(name, options));
    contestants.push_back(std::move(contestant));
  }
  if (contestants.empty()) return invalid_input("nothing to measure: give --recipe or --baselines");
  return contestants;
}

Result<Standing> measure(const Contestant& contestant, const Trial& trial) {
  const auto started = std::chrono::steady_clock::now();
  ATTUNE_TRY(model, contestant.fit(trial.train));
  const std::chrono::duration<double> fit_time = std::chrono::steady_clock::now() - started;
  ATTUNE_TRY(report, trial.test(*model));
  std::cerr << contestant.name << ": fitted in " << fit_time.count() << " s, measured on "
            << report.user_count << " users in " << report.seconds << " s\n";
  return Standing{
      .name = contestant.name, .report = std::move(report), .fit_seconds = fit_time.count()};
}

Result<void> write_json(const std::vector<Standing>& standings, const EvaluateOptions& options) {
  if (options.json_path.empty()) return {};
  std::ofstream file(options.json_path);
  file << json::write(json::Object{{"protocol", options.protocol},
                                   {"target", options.target},
                                   {"history_max", static_cast<std::int64_t>(options.history_max)},
                                   {"standings", standings_json(standings)}})
       << "\n";
  file.close();
  if (!file) return internal_error("cannot write " + options.json_path);
  return {};
}

Result<void> evaluate(const EvaluateOptions& options) {
  ATTUNE_TRY(contestants, contestants_of(options));
  ATTUNE_TRY(data, load_data(options.source));
  const Trial trial = options.protocol == "leave-one-out" ? leave_one_out_trial(*data, options)
                                                          : hold_out_trial(*data, options);
  std::vector<Standing> standings;
  for (const Contestant& contestant : contestants) {
    ATTUNE_TRY(standing, measure(contestant, trial));
    standings.push_back(std::move(standing));
  }
  std::cout << standings_table(standings);
  return write_json(standings, options);
}

}  // namespace

void add_evaluate(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App& command = *root.add_subcommand(
      "evaluate", "Measures recipes beside baselines, with 95 % confidence intervals");
  add_data_options(command, options->source);
  command
      .add_option("--protocol", options->protocol,
                  "hold-out: 10 % of the users, their newest 10 % of events; leave-one-out: "
                  "everyone's last event, over the whole catalogue")
      ->check(CLI::IsMember({"hold-out", "leave-one-out"}))
      ->capture_default_str();
  command.add_option("--recipe", options->recipes, "Recipes, separated by commas")->delimiter(',');
  command.add_option("--baselines", options->baselines, "Baselines, separated by commas")
      ->delimiter(',');
  add_parameter_options(command, options->parameters);
  command
      .add_option("--seen", options->seen,
                  "Whether lists may hold items of the user's history; hold-out allows and "
                  "leave-one-out excludes them unless told")
      ->check(CLI::IsMember({"allow", "exclude"}));
  command.add_option("--target", options->target, "Which event leave-one-out asks for")
      ->check(CLI::IsMember({"test", "validation"}))
      ->capture_default_str();
  command
      .add_option("--history-max", options->history_max,
                  "Newest events of a user that models read in leave-one-out; 0: all")
      ->capture_default_str();
  command.add_option("--json", options->json_path, "File to write the result to");
  command.add_option("--progress", options->progress, "bar, json or none")
      ->check(CLI::IsMember({"bar", "json", "none"}))
      ->capture_default_str();
  std::string footer = "Baselines:\n";
  for (const evaluation::Baseline& baseline : evaluation::baselines()) {
    footer += "  " + std::string(baseline.name) + ": " + std::string(baseline.sentence) + "\n";
  }
  command.footer(footer +
                 "In brackets: the 95 % interval of the paired difference to the first column.");
  command.callback([options, &exit_code] {
    watch_stop_signals();
    const Result<void> outcome = evaluate(*options);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
