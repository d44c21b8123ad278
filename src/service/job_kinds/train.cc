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
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "foundation/telemetry/log.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/search_range.h"
#include "learning/recipes/solution_artefact.h"
#include "service/control/hpo_rules.h"
#include "service/control/transitions.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/train_child.h"
#include "service/job_kinds/training_spec.h"

namespace attune::job_kinds {
namespace {

using resources::SolutionVersion;

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

Result<TrainingSpec> spec_of(const Services& services, const jobs::RunningJob& job,
                             const SolutionVersion& version, const std::filesystem::path& output) {
  TrainingSpec spec = spec_of(services, job, output);
  spec.dataset_group_arn = version.dataset_group_arn;
  spec.recipe_arn = version.recipe_arn;
  if (const auto& config = version.solution_config) {
    for (const auto* given :
         {&config->algorithm_hyper_parameters, &config->feature_transformation_parameters}) {
      if (*given) spec.parameters.insert((*given)->begin(), (*given)->end());
    }
  }
  spec.rules = rules_of(version);
  ATTUNE_TRY(search, search_of(version));
  spec.search = std::move(search);
  return spec;
}

}  // namespace

Result<void> run_train(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  const std::string key = "solutions/job-" + std::to_string(job.id);
  const std::filesystem::path output = services.objects / key;
  ATTUNE_TRY(version, find_subject<SolutionVersion>(services, job));
  ATTUNE_TRY(spec, spec_of(services, job, version, output));
  ATTUNE_TRY_VOID(train_in_child(services, job, spec, output));
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
