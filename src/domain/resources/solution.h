#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution_config.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct SolutionVersionSummary {
  std::string solution_version_arn;
  std::string status;
  std::optional<std::string> training_mode = {};
  std::optional<std::string> training_type = {};
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("solutionVersionArn", &SolutionVersionSummary::solution_version_arn),
      json::field("status", &SolutionVersionSummary::status),
      json::field("trainingMode", &SolutionVersionSummary::training_mode),
      json::field("trainingType", &SolutionVersionSummary::training_type),
      json::field("failureReason", &SolutionVersionSummary::failure_reason),
      json::field("creationDateTime", &SolutionVersionSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &SolutionVersionSummary::last_updated_date_time));
};

struct SolutionUpdateConfig {
  std::optional<AutoTrainingConfig> auto_training_config = {};
  std::optional<EventsConfig> events_config = {};

  static constexpr auto kShape =
      json::shape(json::field("autoTrainingConfig", &SolutionUpdateConfig::auto_training_config),
                  json::field("eventsConfig", &SolutionUpdateConfig::events_config));
};

struct SolutionUpdateSummary {
  std::optional<SolutionUpdateConfig> solution_update_config = {};
  std::string status;
  std::optional<bool> perform_auto_training = {};
  std::optional<bool> perform_incremental_update = {};
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("solutionUpdateConfig", &SolutionUpdateSummary::solution_update_config),
      json::field("status", &SolutionUpdateSummary::status),
      json::field("performAutoTraining", &SolutionUpdateSummary::perform_auto_training),
      json::field("performIncrementalUpdate", &SolutionUpdateSummary::perform_incremental_update),
      json::field("failureReason", &SolutionUpdateSummary::failure_reason),
      json::field("creationDateTime", &SolutionUpdateSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &SolutionUpdateSummary::last_updated_date_time));
};

struct AutoMlResult {
  std::optional<std::string> best_recipe_arn = {};

  static constexpr auto kShape =
      json::shape(json::field("bestRecipeArn", &AutoMlResult::best_recipe_arn, kArn));
};

struct Solution {
  static constexpr std::string_view kKind = "solution";

  std::string name;
  std::string solution_arn;
  bool perform_hpo = false;
  bool perform_auto_ml = false;
  bool perform_auto_training = false;
  std::optional<bool> perform_incremental_update = {};
  std::optional<std::string> recipe_arn = {};
  std::string dataset_group_arn;
  std::optional<std::string> event_type = {};
  std::optional<SolutionConfig> solution_config = {};
  std::optional<AutoMlResult> auto_ml_result = {};
  std::string status;
  std::optional<SolutionVersionSummary> latest_solution_version = {};
  std::optional<SolutionUpdateSummary> latest_solution_update = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &Solution::name, kName),
                  json::field("solutionArn", &Solution::solution_arn, kArn),
                  json::field("performHPO", &Solution::perform_hpo),
                  json::field("performAutoML", &Solution::perform_auto_ml),
                  json::field("performAutoTraining", &Solution::perform_auto_training),
                  json::field("performIncrementalUpdate", &Solution::perform_incremental_update),
                  json::field("recipeArn", &Solution::recipe_arn, kArn),
                  json::field("datasetGroupArn", &Solution::dataset_group_arn, kArn),
                  json::field("eventType", &Solution::event_type, kText256),
                  json::field("solutionConfig", &Solution::solution_config),
                  json::field("autoMLResult", &Solution::auto_ml_result),
                  json::field("status", &Solution::status),
                  json::field("latestSolutionVersion", &Solution::latest_solution_version),
                  json::field("latestSolutionUpdate", &Solution::latest_solution_update),
                  json::field("creationDateTime", &Solution::creation_date_time),
                  json::field("lastUpdatedDateTime", &Solution::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return solution_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct SolutionSummary {
  std::string name;
  std::string solution_arn;
  std::string status;
  std::optional<std::string> recipe_arn = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &SolutionSummary::name),
                  json::field("solutionArn", &SolutionSummary::solution_arn),
                  json::field("status", &SolutionSummary::status),
                  json::field("recipeArn", &SolutionSummary::recipe_arn),
                  json::field("creationDateTime", &SolutionSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &SolutionSummary::last_updated_date_time));
};

}  // namespace attune::resources
