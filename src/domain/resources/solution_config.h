#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/resources/hyper_parameter_ranges.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"

namespace attune::resources {

inline constexpr json::Rule kColumnNames{.size_max = 50, .each = &kColumnName};
inline constexpr json::Rule kDatasetColumns{
    .size_max = 3, .each = &kColumnNames, .key = &kDatasetType};
inline constexpr json::Rule kEventParametersList{.size_max = 10};
inline constexpr json::Rule kRecipeList{.size_max = 100, .each = &kArn};
inline constexpr json::Rule kItemAttribute{.size_min = 1, .size_max = 150};
inline constexpr json::Rule kObjectiveSensitivity{.one_of = kSensitivities};
inline constexpr json::Rule kSchedule{.size_min = 1, .size_max = 16, .pattern = &kSchedulePattern};
inline constexpr json::Rule kWeight{.value_min = 0, .value_max = 1};

struct AutoMlConfig {
  std::optional<std::string> metric_name = {};
  std::optional<std::vector<std::string>> recipe_list = {};

  static constexpr auto kShape =
      json::shape(json::field("metricName", &AutoMlConfig::metric_name, kText256),
                  json::field("recipeList", &AutoMlConfig::recipe_list, kRecipeList));
};

struct AutoTrainingConfig {
  std::optional<std::string> scheduling_expression = {};

  static constexpr auto kShape = json::shape(
      json::field("schedulingExpression", &AutoTrainingConfig::scheduling_expression, kSchedule));
};

struct EventParameters {
  std::optional<std::string> event_type = {};
  std::optional<double> event_value_threshold = {};
  std::optional<double> weight = {};

  static constexpr auto kShape =
      json::shape(json::field("eventType", &EventParameters::event_type, kText256),
                  json::field("eventValueThreshold", &EventParameters::event_value_threshold),
                  json::field("weight", &EventParameters::weight, kWeight));
};

struct EventsConfig {
  std::optional<std::vector<EventParameters>> event_parameters_list = {};

  static constexpr auto kShape = json::shape(json::field(
      "eventParametersList", &EventsConfig::event_parameters_list, kEventParametersList));
};

struct HpoObjective {
  std::optional<std::string> type = {};
  std::optional<std::string> metric_name = {};
  std::optional<std::string> metric_regex = {};

  static constexpr auto kShape =
      json::shape(json::field("type", &HpoObjective::type, kText256),
                  json::field("metricName", &HpoObjective::metric_name, kText256),
                  json::field("metricRegex", &HpoObjective::metric_regex, kText256));
};

struct HpoResourceConfig {
  std::optional<std::string> max_number_of_training_jobs = {};
  std::optional<std::string> max_parallel_training_jobs = {};

  static constexpr auto kShape =
      json::shape(json::field("maxNumberOfTrainingJobs",
                              &HpoResourceConfig::max_number_of_training_jobs, kText256),
                  json::field("maxParallelTrainingJobs",
                              &HpoResourceConfig::max_parallel_training_jobs, kText256));
};

struct HpoConfig {
  std::optional<HpoObjective> hpo_objective = {};
  std::optional<HpoResourceConfig> hpo_resource_config = {};
  std::optional<HyperParameterRanges> algorithm_hyper_parameter_ranges = {};

  static constexpr auto kShape = json::shape(
      json::field("hpoObjective", &HpoConfig::hpo_objective),
      json::field("hpoResourceConfig", &HpoConfig::hpo_resource_config),
      json::field("algorithmHyperParameterRanges", &HpoConfig::algorithm_hyper_parameter_ranges));
};

struct OptimizationObjective {
  std::optional<std::string> item_attribute = {};
  std::optional<std::string> objective_sensitivity = {};

  static constexpr auto kShape = json::shape(
      json::field("itemAttribute", &OptimizationObjective::item_attribute, kItemAttribute),
      json::field("objectiveSensitivity", &OptimizationObjective::objective_sensitivity,
                  kObjectiveSensitivity));
};

struct TrainingDataConfig {
  std::optional<json::StringMap<std::vector<std::string>>> excluded_dataset_columns = {};
  std::optional<json::StringMap<std::vector<std::string>>> included_dataset_columns = {};

  static constexpr auto kShape =
      json::shape(json::field("excludedDatasetColumns",
                              &TrainingDataConfig::excluded_dataset_columns, kDatasetColumns),
                  json::field("includedDatasetColumns",
                              &TrainingDataConfig::included_dataset_columns, kDatasetColumns));
};

struct SolutionConfig {
  std::optional<std::string> event_value_threshold = {};
  std::optional<HpoConfig> hpo_config = {};
  std::optional<json::StringMap<std::string>> algorithm_hyper_parameters = {};
  std::optional<json::StringMap<std::string>> feature_transformation_parameters = {};
  std::optional<AutoMlConfig> auto_ml_config = {};
  std::optional<EventsConfig> events_config = {};
  std::optional<OptimizationObjective> optimization_objective = {};
  std::optional<TrainingDataConfig> training_data_config = {};
  std::optional<AutoTrainingConfig> auto_training_config = {};

  static constexpr auto kShape = json::shape(
      json::field("eventValueThreshold", &SolutionConfig::event_value_threshold, kText256),
      json::field("hpoConfig", &SolutionConfig::hpo_config),
      json::field("algorithmHyperParameters", &SolutionConfig::algorithm_hyper_parameters,
                  kHyperParameters),
      json::field("featureTransformationParameters",
                  &SolutionConfig::feature_transformation_parameters, kHyperParameters),
      json::field("autoMLConfig", &SolutionConfig::auto_ml_config),
      json::field("eventsConfig", &SolutionConfig::events_config),
      json::field("optimizationObjective", &SolutionConfig::optimization_objective),
      json::field("trainingDataConfig", &SolutionConfig::training_data_config),
      json::field("autoTrainingConfig", &SolutionConfig::auto_training_config));
};

}  // namespace attune::resources
