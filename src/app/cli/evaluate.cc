#include "app/cli/evaluate.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/contest.h"
#include "app/cli/contestants.h"
#include "app/cli/data_source.h"
#include "app/cli/exit_code.h"
#include "app/cli/recipe_options.h"
#include "app/cli/stop_signal.h"
#include "app/cli/trial.h"
#include "app/report/contest.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/evaluation/baselines.h"
#include "learning/evaluation/breakdown.h"
#include "learning/evaluation/comparison.h"

namespace attune::cli {
namespace {

struct EvaluateOptions {
  DataSource source;
  TrialOptions trial;
  ContestantOptions contestants;
  std::string json_path;
  std::string html_path;
  std::string progress = "bar";
};

Result<void> write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.close();
  if (!file) return internal_error("cannot write " + path);
  return {};
}

Result<void> check_times(const EvaluateOptions& options) {
  if (options.trial.protocol != "time-split") return {};
  if (options.source.sequence_file.empty() && options.source.order == "time") return {};
  return invalid_input(
      "--protocol time-split needs the times of events: --sequence-file and --order file have "
      "none");
}

evaluation::Questions questions_of(const Trial& trial, std::size_t worker_count) {
  evaluation::Questions questions{
      .owners = {},
      .groupings = evaluation::group_questions(trial.whole->interactions, trial.train->interactions,
                                               trial.questions),
      .worker_count = worker_count};
  for (const evaluation::TestUser& question : trial.questions) {
    questions.owners.push_back(static_cast<std::uint32_t>(question.user));
  }
  return questions;
}

std::string shell_word(const std::string& word) {
  constexpr const char* kSpecial = " \t\n'\"\\$`*?[]{}()<>|&;#~!";
  if (!word.empty() && word.find_first_of(kSpecial) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// As it was typed, for a shell; the program without its folder.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline");
  std::string text = "attune", word;
  std::getline(file, word, '\0');
  while (std::getline(file, word, '\0')) text += " " + shell_word(word);
  return text;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[32];
  if (gmtime_r(&now, &parts) == nullptr) return {};
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

Result<void> evaluate(EvaluateOptions options) {
  ATTUNE_TRY_VOID(check_times(options));
  options.trial.worker_count = options.source.worker_count;
  options.trial.split_seed = options.contestants.parameters.seed.value_or(1);
  options.contestants.worker_count = options.source.worker_count;
  ATTUNE_TRY(contestants, contestants_of(options.contestants));
  ATTUNE_TRY(data, load_data(options.source));
  ATTUNE_TRY(trial, make_trial(data, options.trial));
  for (const auto& [name, value] : trial.facts) std::cerr << name << ": " << value << "\n";
  ATTUNE_TRY(standings, hold_contest(contestants, trial, options.progress));
  report::Contest contest{.command = command_line(),
                          .version = std::string(kVersion),
                          .date = utc_now(),
                          .protocol = options.trial.protocol,
                          .facts = trial.facts,
                          .standings = std::move(standings),
                          .comparison = {}};
  contest.comparison =
      evaluation::compare(contest.standings, questions_of(trial, options.source.worker_count));
  std::cout << contest_text(contest);
  if (!options.json_path.empty()) {
    ATTUNE_TRY_VOID(
        write_file(options.json_path, json::write(report::contest_json(contest)) + "\n"));
  }
  if (!options.html_path.empty()) {
    ATTUNE_TRY_VOID(write_file(options.html_path, report::contest_page(contest)));
  }
  return {};
}

std::string footer() {
  std::string text = "Baselines:\n";
  for (const evaluation::Baseline& baseline : evaluation::baselines()) {
    text += "  " + std::string(baseline.name) + ": " + std::string(baseline.sentence) + "\n";
  }
  return text +
         "In brackets: the 95 % interval of the paired difference to the first column.\n"
         "docs/howto/evaluate.md explains protocols, figures and the report.";
}

}  // namespace

void add_evaluate(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App& command = *root.add_subcommand(
      "evaluate", "Measures recipes beside baselines, with 95 % confidence intervals");
  add_data_options(command, options->source);
  add_trial_options(command, options->trial);
  ContestantOptions& contestants = options->contestants;
  command
      .add_option("--recipe", contestants.recipes,
                  "Recipes, separated by commas; NAME:parameter=value:... gives one its own "
                  "hyperparameters")
      ->delimiter(',');
  command.add_option("--baselines", contestants.baselines, "Baselines, separated by commas")
      ->delimiter(',');
  add_parameter_options(command, contestants.parameters);
  command
      .add_option("--seeds", contestants.seeds,
                  "Seeds, separated by commas: each recipe is trained once with each")
      ->delimiter(',');
  command.add_option("--json", options->json_path, "File to write the result to");
  command.add_option("--html", options->html_path, "File to write a report with plots to");
  command.add_option("--progress", options->progress, "bar, json or none")
      ->check(CLI::IsMember({"bar", "json", "none"}))
      ->capture_default_str();
  command.footer(footer());
  command.callback([options, &exit_code] {
    watch_stop_signals();
    const Result<void> outcome = evaluate(*options);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
