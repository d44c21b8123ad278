#include "service/control/solution_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "domain/resources/solution_config.h"
#include "foundation/base/error.h"
#include "service/control/datasets.h"
#include "service/control/hpo_rules.h"

namespace attune::control {
namespace {

using data::DatasetType;
using resources::SolutionConfig;

constexpr int kScheduleDaysMax = 30;

recipes::StringPairs pairs_of(const std::optional<json::StringMap<std::string>>& map) {
  recipes::StringPairs pairs;
  if (map) pairs.assign(map->begin(), map->end());
  return pairs;
}

bool is_number(std::string_view text) {
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

Result<void> check_schedule(const CreateSolutionRequest& request,
                            const resources::AutoTrainingConfig& config) {
  if (!request.perform_auto_training.value_or(true)) {
    return invalid_input("solutionConfig.autoTrainingConfig: only with performAutoTraining");
  }
  if (!config.scheduling_expression) return {};
  const std::string& text = *config.scheduling_expression;
  const std::size_t digits = text.find_first_of("0123456789");
  int days = 0;
  if (digits != std::string::npos) {
    std::from_chars(text.data() + digits, text.data() + text.size(), days);
  }
  if (days >= 1 && days <= kScheduleDaysMax) return {};
  return invalid_input("solutionConfig.autoTrainingConfig.schedulingExpression: " + text +
                       ", from rate(1 day) to rate(30 days)");
}

Result<void> check_events(const CreateSolutionRequest& request, const SolutionConfig& config,
                          const recipes::Recipe& recipe) {
  if (config.event_value_threshold && !is_number(*config.event_value_threshold)) {
    return invalid_input("solutionConfig.eventValueThreshold: \"" + *config.event_value_threshold +
                         "\" is no number");
  }
  if (!config.events_config) return {};
  if (!recipe.name.ends_with("-v2")) {
    return invalid_input("solutionConfig.eventsConfig: recipe " + std::string(recipe.name) +
                         " takes no event weights");
  }
  if (request.event_type || config.event_value_threshold) {
    return invalid_input(
        "solutionConfig.eventsConfig: not together with eventType or eventValueThreshold");
  }
  return {};
}

Result<void> check_objective(const SolutionConfig& config, const recipes::Recipe& recipe) {
  if (!config.optimization_objective) return {};
  constexpr std::array<std::string_view, 2> kWithObjective{"aws-personalized-ranking",
                                                           "aws-user-personalization"};
  if (std::ranges::find(kWithObjective, recipe.name) != kWithObjective.end()) return {};
  return invalid_input("solutionConfig.optimizationObjective: recipe " + std::string(recipe.name) +
                       " has no objective");
}

Result<void> check_config(const CreateSolutionRequest& request, const SolutionConfig& config,
                          const recipes::Recipe& recipe) {
  ATTUNE_TRY_VOID(recipe.check_parameters(recipes::ParameterPlace::kAlgorithm,
                                          pairs_of(config.algorithm_hyper_parameters)));
  ATTUNE_TRY_VOID(recipe.check_parameters(recipes::ParameterPlace::kFeatureTransformation,
                                          pairs_of(config.feature_transformation_parameters)));
  if (config.auto_ml_config) {
    return invalid_input("solutionConfig.autoMLConfig: only with performAutoML");
  }
  if (!request.perform_hpo.value_or(false) && config.hpo_config &&
      config.hpo_config->algorithm_hyper_parameter_ranges) {
    return invalid_input(
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges: only with performHPO");
  }
  if (config.auto_training_config) {
    ATTUNE_TRY_VOID(check_schedule(request, *config.auto_training_config));
  }
  ATTUNE_TRY_VOID(check_events(request, config, recipe));
  return check_objective(config, recipe);
}

bool is_required(std::string_view column) {
  constexpr std::array<std::string_view, 4> kRequired{"USER_ID", "ITEM_ID", "TIMESTAMP",
                                                      "EVENT_TYPE"};
  return std::ranges::find(kRequired, column) != kRequired.end();
}

struct ColumnLists {
  std::string_view config;  // the member that holds the lists
  std::string_view member;
  const std::optional<json::StringMap<std::vector<std::string>>>& columns;
  bool excludes;
};

Result<void> check_columns(resources::Resources& rows, const Caller& caller,
                           const std::string& group, const ColumnLists& lists) {
  if (!lists.columns) return {};
  for (const auto& [type_name, columns] : *lists.columns) {
    const std::string path = std::string(lists.config) + ".trainingDataConfig." +
                             std::string(lists.member) + '.' + type_name + ": ";
    const auto type = data::dataset_type_of(type_name);
    if (!type) return invalid_input(path + "no type of dataset");
    ATTUNE_TRY(schema, find_schema(rows, caller, group, *type));
    if (!schema) return invalid_input(path + "the dataset group has no such dataset");
    for (const std::string& column : columns) {
      if (schema->find(column) == nullptr) return invalid_input(path + "no column " + column);
      if (lists.excludes && is_required(column)) {
        return invalid_input(path + column + " cannot be excluded");
      }
    }
  }
  return {};
}

}  // namespace

Result<const recipes::Recipe*> recipe_of(const CreateSolutionRequest& request) {
  if (request.perform_auto_ml.value_or(false)) {
    return invalid_input("performAutoML: not available yet; name a recipe instead");
  }
  if (!request.recipe_arn) return invalid_input("recipeArn: required, but missing");
  const recipes::Recipe* recipe = recipes::find_recipe(*request.recipe_arn);
  if (recipe == nullptr) return not_found("no recipe has the ARN " + *request.recipe_arn);
  return recipe;
}

Result<void> check_solution(const CreateSolutionRequest& request, const recipes::Recipe& recipe) {
  if (request.perform_hpo.value_or(false)) {
    ATTUNE_TRY(plan, plan_hpo(recipe, request.solution_config));
    static_cast<void>(plan);
  }
  if (request.perform_incremental_update.value_or(false) &&
      recipe.name != "aws-semantic-similarity") {
    return invalid_input("performIncrementalUpdate: recipe " + std::string(recipe.name) +
                         " has no incremental update");
  }
  if (!request.solution_config) return {};
  return check_config(request, *request.solution_config, recipe);
}

Result<void> check_against_data(resources::Resources& rows, const Caller& caller,
                                const CreateSolutionRequest& request) {
  const std::string& group = request.dataset_group_arn;
  ATTUNE_TRY(interactions, find_schema(rows, caller, group, DatasetType::kInteractions));
  if (!interactions) {
    return invalid_input("datasetGroupArn: the dataset group has no ACTIVE Interactions dataset");
  }
  if (!request.solution_config || !request.solution_config->training_data_config) return {};
  return check_training_columns(rows, caller, group, *request.solution_config->training_data_config,
                                "solutionConfig");
}

Result<void> check_training_columns(resources::Resources& rows, const Caller& caller,
                                    const std::string& group,
                                    const resources::TrainingDataConfig& config,
                                    std::string_view path) {
  ATTUNE_TRY_VOID(check_columns(rows, caller, group,
                                {.config = path,
                                 .member = "excludedDatasetColumns",
                                 .columns = config.excluded_dataset_columns,
                                 .excludes = true}));
  return check_columns(rows, caller, group,
                       {.config = path,
                        .member = "includedDatasetColumns",
                        .columns = config.included_dataset_columns,
                        .excludes = false});
}

Result<void> check_solution_update(const resources::Solution& solution,
                                   const UpdateSolutionRequest& request) {
  const recipes::Recipe* recipe = recipes::find_recipe(solution.recipe_arn.value_or(""));
  if (recipe == nullptr) return internal_error("a solution without a recipe");
  // The rules are those of a solution that is made with the new values.
  CreateSolutionRequest as_new{.name = solution.name,
                               .perform_auto_training = request.perform_auto_training.value_or(
                                   solution.perform_auto_training),
                               .perform_incremental_update = request.perform_incremental_update,
                               .dataset_group_arn = solution.dataset_group_arn,
                               .event_type = solution.event_type};
  if (request.solution_update_config) {
    const auto& old = solution.solution_config;
    as_new.solution_config = SolutionConfig{
        .event_value_threshold = old ? old->event_value_threshold : std::nullopt,
        .events_config = request.solution_update_config->events_config,
        .auto_training_config = request.solution_update_config->auto_training_config};
  }
  return check_solution(as_new, *recipe);
}

}  // namespace attune::control
