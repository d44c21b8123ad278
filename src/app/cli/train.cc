#include "app/cli/train.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/data_source.h"
#include "app/cli/exit_code.h"
#include "app/cli/progress_printer.h"
#include "app/cli/recipe_options.h"
#include "app/cli/stop_signal.h"
#include "app/cli/text_table.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/evaluation/train_and_measure.h"
#include "learning/processes/processes.h"
#include "learning/recipes/manifest.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::cli {
namespace {

struct TrainOptions {
  DataSource source;
  ParameterOptions parameters;
  std::string recipe;
  std::string out;
  std::string progress = "bar";
  std::string final_model = "all";
  bool exclude_seen = false;
  bool allow_small_data = false;
};

evaluation::TrainAndMeasureOptions measuring_of(const TrainOptions& options,
                                                processes::Processes& processes) {
  return {.seen = options.exclude_seen ? evaluation::SeenItems::kExcluded
                                       : evaluation::SeenItems::kAllowed,
          .final_model = options.final_model == "holdout" ? evaluation::FinalModel::kHoldOut
                                                          : evaluation::FinalModel::kAllData,
          .minimum = options.allow_small_data ? evaluation::MinimumData::kNotChecked
                                              : evaluation::MinimumData::kRequired,
          .event_type = options.source.event_type,
          .baselines = {},
          .worker_count = processes.worker_count(options.source.worker_count),
          .exchange = processes.exchange()};
}

std::string metrics_table(const recipes::SolutionArtefact& solution) {
  std::vector<std::vector<std::string>> rows{{"metric", std::string(solution.recipe->name)}};
  for (const auto& [name, metrics] : solution.baselines) rows[0].push_back(name);
  for (const auto& [metric, value] : solution.metrics) {
    std::vector<std::string> row{metric, decimal(value)};
    for (const auto& [name, metrics] : solution.baselines) {
      const auto found = metrics.find(metric);
      row.push_back(found == metrics.end() ? "-" : decimal(found->second));
    }
    rows.push_back(std::move(row));
  }
  return text_table(rows);
}

void print_result(const TrainOptions& options, const recipes::SolutionArtefact& solution) {
  if (options.progress == "json") {
    std::cout << json::write(json::Object{{"stage", "done"},
                                          {"directory", options.out},
                                          {"manifest", recipes::manifest_of(solution)}})
              << std::endl;
    return;
  }
  std::string how;
  for (const auto& [name, value] : solution.evaluation) {
    how += (how.empty() ? "" : ", ") + name + " " + value;
  }
  std::cout << metrics_table(solution) << "(" << how << ")\n"
            << options.out << ": " << solution.interactions->item_count() << " items, "
            << solution.interactions->user_count() << " users, trained in "
            << decimal(solution.training_seconds, 1) << " s, measured in "
            << decimal(solution.evaluation_seconds, 1) << " s\n";
}

Result<void> train(const TrainOptions& options, processes::Processes& processes) {
  ATTUNE_TRY(recipe, recipe_named(options.recipe));
  ATTUNE_TRY(parameters, parameters_of(options.parameters));
  ATTUNE_TRY(resolved, recipe->resolve(parameters));
  static_cast<void>(resolved);
  if (processes.is_first() && std::filesystem::exists(options.out)) {
    return failure(ErrorCode::kAlreadyExists,
                   options.out + " already exists; give another directory to --out");
  }
  ATTUNE_TRY(data, load_data(options.source));
  auto progress = make_progress(processes.is_first() ? options.progress : "none");
  auto solution = evaluation::train_and_measure(*recipe, parameters, data,
                                                measuring_of(options, processes), *progress);
  progress.reset();
  if (!solution) return std::unexpected(solution.error());
  if (!processes.is_first()) return {};
  ATTUNE_TRY_VOID(recipes::write_solution(*solution, options.out));
  print_result(options, *solution);
  return {};
}

int run(const TrainOptions& options) {
  watch_stop_signals();
  auto processes = processes::join();
  if (!processes) return fail(processes.error());
  const Result<void> outcome = train(options, **processes);
  if (outcome) return kExitSuccess;
  if (options.progress == "json") {
    std::cout << json::write(json::Object{{"stage", "failed"},
                                          {"error", name_of(outcome.error().code)},
                                          {"message", outcome.error().message}})
              << std::endl;
  }
  const int exit_code = fail(outcome.error());
  (*processes)->abandon(exit_code);
  return exit_code;
}

}  // namespace

void add_train(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App& command = *root.add_subcommand(
      "train", "Trains a solution from CSV files, measures it beside baselines and writes it");
  add_data_options(command, options->source);
  command.add_option("--recipe", options->recipe, "Name or ARN of the recipe")->required();
  command.add_option("--out", options->out, "Directory to write; must not exist")->required();
  add_parameter_options(command, options->parameters);
  command
      .add_option("--final", options->final_model,
                  "The model that is written: trained again on all data (twice the time), or the "
                  "measured one, which has not seen the test users")
      ->check(CLI::IsMember({"all", "holdout"}))
      ->capture_default_str();
  command.add_flag("--exclude-seen", options->exclude_seen,
                   "Measure without items that the user already had");
  command.add_flag("--allow-small-data", options->allow_small_data,
                   "Train below the protocol's minimum of 1000 interactions and 25 users");
  command
      .add_option("--progress", options->progress, "bar on stderr, json lines on stdout, or none")
      ->check(CLI::IsMember({"bar", "json", "none"}))
      ->capture_default_str();
  command.footer(describe_recipes());
  command.callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace attune::cli
