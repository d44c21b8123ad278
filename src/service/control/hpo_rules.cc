#include "service/control/hpo_rules.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/resources/hyper_parameter_ranges.h"
#include "foundation/base/error.h"

namespace attune::control {
namespace {

using recipes::ParameterKind;
using recipes::SearchRange;
using resources::HpoConfig;

constexpr std::string_view kPath = "solutionConfig.hpoConfig.";

// Counts are strings on the wire.
Result<std::size_t> count_of(std::string_view member, const std::optional<std::string>& text,
                             std::size_t absent, std::size_t count_max) {
  if (!text) return absent;
  std::size_t count = 0;
  const char* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, count);
  if (parsed.ec == std::errc() && parsed.ptr == end && count >= 1 && count <= count_max) {
    return count;
  }
  return invalid_input(std::string(kPath) + "hpoResourceConfig." + std::string(member) + ": \"" +
                       *text + "\", from 1 to " + std::to_string(count_max));
}

Result<void> add(HpoPlan& plan, const recipes::Recipe& recipe, ParameterKind kind,
                 SearchRange range) {
  auto checked = checked_range(recipe, std::move(range), kind);
  const std::string path = std::string(kPath) + "algorithmHyperParameterRanges: ";
  if (!checked) return invalid_input(path + checked.error().message);
  if (std::ranges::find(plan.ranges, checked->name, &SearchRange::name) != plan.ranges.end()) {
    return invalid_input(path + checked->name + ": given twice");
  }
  plan.ranges.push_back(std::move(*checked));
  return {};
}

template <typename Range>
Result<void> add_numbers(HpoPlan& plan, const recipes::Recipe& recipe, ParameterKind kind,
                         const std::optional<std::vector<Range>>& ranges) {
  if (!ranges) return {};
  for (const Range& range : *ranges) {
    if (!range.min_value || !range.max_value) {
      return invalid_input(std::string(kPath) + "algorithmHyperParameterRanges: " +
                           range.name.value_or("a range") + " needs minValue and maxValue");
    }
    ATTUNE_TRY_VOID(add(plan, recipe, kind,
                        {.name = range.name.value_or(""),
                         .min = static_cast<double>(*range.min_value),
                         .max = static_cast<double>(*range.max_value),
                         .choices = {}}));
  }
  return {};
}

Result<void> add_given(HpoPlan& plan, const recipes::Recipe& recipe,
                       const resources::HyperParameterRanges& given) {
  ATTUNE_TRY_VOID(
      add_numbers(plan, recipe, ParameterKind::kInteger, given.integer_hyper_parameter_ranges));
  ATTUNE_TRY_VOID(add_numbers(plan, recipe, ParameterKind::kContinuous,
                              given.continuous_hyper_parameter_ranges));
  if (!given.categorical_hyper_parameter_ranges) return {};
  for (const auto& range : *given.categorical_hyper_parameter_ranges) {
    ATTUNE_TRY_VOID(add(plan, recipe, ParameterKind::kCategorical,
                        {.name = range.name.value_or(""),
                         .min = 0,
                         .max = 0,
                         .choices = range.values.value_or(std::vector<std::string>())}));
  }
  return {};
}

bool has_tunable(const recipes::Recipe& recipe) {
  return std::ranges::any_of(recipe.parameters, &recipes::HyperParameter::tunable);
}

recipes::StringPairs fixed_by(const std::optional<resources::SolutionConfig>& config) {
  if (!config || !config->algorithm_hyper_parameters) return {};
  return {config->algorithm_hyper_parameters->begin(), config->algorithm_hyper_parameters->end()};
}

}  // namespace

Result<HpoPlan> plan_hpo(const recipes::Recipe& recipe,
                         const std::optional<resources::SolutionConfig>& config) {
  if (!has_tunable(recipe)) {
    return invalid_input("performHPO: recipe " + std::string(recipe.name) +
                         " has no hyperparameter to tune");
  }
  const HpoConfig hpo = config && config->hpo_config ? *config->hpo_config : HpoConfig();
  const auto jobs = hpo.hpo_resource_config.value_or(resources::HpoResourceConfig());
  HpoPlan plan;
  ATTUNE_TRY(trials, count_of("maxNumberOfTrainingJobs", jobs.max_number_of_training_jobs,
                              kHpoJobsDefault, kHpoJobsMax));
  plan.trial_count = trials;
  ATTUNE_TRY(parallel, count_of("maxParallelTrainingJobs", jobs.max_parallel_training_jobs, 1,
                                kHpoParallelJobsMax));
  static_cast<void>(parallel);  // trials run one after another, each on every core
  if (hpo.algorithm_hyper_parameter_ranges) {
    ATTUNE_TRY_VOID(add_given(plan, recipe, *hpo.algorithm_hyper_parameter_ranges));
  }
  if (plan.ranges.empty()) plan.ranges = tunable_ranges(recipe, fixed_by(config));
  return plan;
}

}  // namespace attune::control
