#include <sys/stat.h>

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/resources/job_payloads.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/io/atomic_file.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "foundation/telemetry/log.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/search_range.h"
#include "learning/recipes/solution_artefact.h"
#include "service/control/hpo_rules.h"
#include "service/control/transitions.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/training_spec.h"
#include "service/jobs/child_process.h"

namespace attune::job_kinds {
namespace {

using resources::SolutionVersion;

Result<SolutionVersion> find_version(const Services& services, const jobs::RunningJob& job) {
  std::optional<SolutionVersion> version;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(stored, resources::find<SolutionVersion>(rows, job.account_id, job.subject_arn));
    if (stored) version = std::move(stored->value);
    return {};
  }));
  if (!version) return failure(ErrorCode::kCancelled, job.subject_arn + " was deleted");
  return std::move(*version);
}

std::optional<double> number_of(const std::optional<std::string>& text) {
  double value = 0;
  if (!text ||
      std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{}) {
    return std::nullopt;
  }
  return value;
}

// eventsConfig lists what counts; otherwise eventType and eventValueThreshold do (reference 5.7).
std::vector<SpecRule> rules_of(const SolutionVersion& version) {
  std::vector<SpecRule> rules;
  const auto& config = version.solution_config;
  if (config && config->events_config && config->events_config->event_parameters_list) {
    for (const auto& entry : *config->events_config->event_parameters_list) {
      rules.push_back({.event_type = entry.event_type.value_or(""),
                       .value_min = entry.event_value_threshold,
                       .weight = entry.weight.value_or(1.0)});
    }
    return rules;
  }
  const auto threshold = config ? number_of(config->event_value_threshold) : std::nullopt;
  if (version.event_type || threshold) {
    rules.push_back({.event_type = version.event_type.value_or(""), .value_min = threshold});
  }
  return rules;
}

Result<std::optional<SpecSearch>> search_of(const SolutionVersion& version) {
  if (!version.perform_hpo) return std::nullopt;
  const recipes::Recipe* recipe = recipes::find_recipe(version.recipe_arn);
  if (recipe == nullptr) return not_found(version.recipe_arn + " does not exist.");
  ATTUNE_TRY(plan, control::plan_hpo(*recipe, version.solution_config));
  SpecSearch search{.trial_count = static_cast<std::int64_t>(plan.trial_count), .ranges = {}};
  for (const recipes::SearchRange& range : plan.ranges) {
    search.ranges.push_back(
        {.name = range.name, .min = range.min, .max = range.max, .choices = range.choices});
  }
  return search;
}

// What the protocol shows as tunedHPOParams: the algorithm's parameters that the reference knows.
std::optional<json::StringMap<std::string>> tuned_of(const SolutionVersion& version,
                                                     const recipes::SolutionArtefact& solution) {
  if (!version.perform_hpo) return std::nullopt;
  json::StringMap<std::string> tuned;
  for (const recipes::HyperParameter& parameter : solution.recipe->parameters) {
    if (parameter.place != recipes::ParameterPlace::kAlgorithm || parameter.attune_only) continue;
    for (const auto& [name, value] : solution.parameters) {
      if (name == parameter.name) tuned.emplace(name, value);
    }
  }
  return tuned;
}

TrainingSpec spec_of(const Services& services, const jobs::RunningJob& job,
                     const SolutionVersion& version, const std::filesystem::path& output) {
  TrainingSpec spec;
  spec.account_id = job.account_id;
  spec.dataset_group_arn = version.dataset_group_arn;
  spec.recipe_arn = version.recipe_arn;
  if (const auto& config = version.solution_config) {
    for (const auto* given :
         {&config->algorithm_hyper_parameters, &config->feature_transformation_parameters}) {
      if (*given) spec.parameters.insert((*given)->begin(), (*given)->end());
    }
  }
  spec.rules = rules_of(version);
  spec.database_path = services.database_path;
  spec.objects_path = services.objects;
  spec.output_directory = output;
  spec.worker_count = static_cast<std::int64_t>(services.training_workers);
  return spec;
}

// The child's own words are the failure reason; how it ended is for the log.
Result<void> run_child(const Services& services, const jobs::RunningJob& job,
                       const std::filesystem::path& spec_path) {
  std::optional<std::string> reason;
  jobs::ChildProcess child;
  child.arguments = {services.program, "train-job", spec_path};
  child.stop_requested = job.stop_requested;
  child.on_line = [&](std::string_view line) {
    const auto document = json::parse(line);
    if (!document) return;
    if (const json::Value* error = document->find("error");
        error != nullptr && error->if_string()) {
      reason = *error->if_string();
    } else {
      job.report(line);
    }
  };
  auto outcome = jobs::run_child(child);
  if (outcome || outcome.error().code == ErrorCode::kCancelled || !reason) return outcome;
  return invalid_input(*reason);
}

Result<void> train_if_absent(const Services& services, const jobs::RunningJob& job,
                             const SolutionVersion& version, const std::filesystem::path& output) {
  // A crash may have come between the finished artefact and its record.
  if (std::filesystem::exists(output / "manifest.json")) return {};
  ATTUNE_TRY(search, search_of(version));
  TrainingSpec spec = spec_of(services, job, version, output);
  spec.search = std::move(search);
  const std::filesystem::path spec_path = std::filesystem::path(output).concat(".spec.json");
  ATTUNE_TRY_VOID(io::write_file_atomically(spec_path, json::write(json::write(spec))));
  auto outcome = run_child(services, job, spec_path);
  std::error_code ignored;
  std::filesystem::remove(spec_path, ignored);
  return outcome;
}

}  // namespace

Result<void> run_train(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  const std::string key = "solutions/job-" + std::to_string(job.id);
  const std::filesystem::path output = services.objects / key;
  ATTUNE_TRY(version, find_version(services, job));
  ATTUNE_TRY_VOID(train_if_absent(services, job, version, output));
  ATTUNE_TRY(solution, recipes::read_solution(output));
  log::info("training finished",
            {{"version", job.subject_arn}, {"seconds", solution.training_seconds}});
  const double seconds = solution.training_seconds + solution.evaluation_seconds;
  return transitions.finish_training(
      job.account_id, job.subject_arn,
      {.training_hours = seconds / 3600.0,
       .metrics = json::StringMap<double>(solution.metrics.begin(), solution.metrics.end()),
       .artefact_key = key,
       .data_fingerprint = solution.data_fingerprint,
       .tuned_parameters = tuned_of(version, solution)});
}

}  // namespace attune::job_kinds
