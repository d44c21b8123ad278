#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution_config.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

inline constexpr json::Rule kTrainingType{.one_of = kTrainingTypes};
inline constexpr json::Rule kTrainingHours{.value_min = 0};

struct TunedHpoParams {
  std::optional<json::StringMap<std::string>> algorithm_hyper_parameters = {};

  static constexpr auto kShape = json::shape(json::field(
      "algorithmHyperParameters", &TunedHpoParams::algorithm_hyper_parameters, kHyperParameters));
};

struct SolutionVersion {
  static constexpr std::string_view kKind = "solution-version";

  std::optional<std::string> name = {};
  std::string solution_version_arn;
  std::string solution_arn;
  bool perform_hpo = false;
  bool perform_auto_ml = false;
  std::optional<bool> perform_incremental_update = {};
  std::string recipe_arn;
  std::optional<std::string> event_type = {};
  std::string dataset_group_arn;
  std::optional<SolutionConfig> solution_config = {};
  std::optional<double> training_hours = {};
  std::string training_mode;
  std::optional<TunedHpoParams> tuned_hpo_params = {};
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::string training_type;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Stored only, never described:
  std::optional<json::StringMap<double>> metrics = {};
  std::optional<std::string> artefact_key = {};
  std::optional<std::string> data_fingerprint = {};

  static constexpr auto kShape = json::shape(
      json::field("name", &SolutionVersion::name, kName),
      json::field("solutionVersionArn", &SolutionVersion::solution_version_arn, kArn),
      json::field("solutionArn", &SolutionVersion::solution_arn, kArn),
      json::field("performHPO", &SolutionVersion::perform_hpo),
      json::field("performAutoML", &SolutionVersion::perform_auto_ml),
      json::field("performIncrementalUpdate", &SolutionVersion::perform_incremental_update),
      json::field("recipeArn", &SolutionVersion::recipe_arn, kArn),
      json::field("eventType", &SolutionVersion::event_type, kText256),
      json::field("datasetGroupArn", &SolutionVersion::dataset_group_arn, kArn),
      json::field("solutionConfig", &SolutionVersion::solution_config),
      json::field("trainingHours", &SolutionVersion::training_hours, kTrainingHours),
      json::field("trainingMode", &SolutionVersion::training_mode, kTrainingMode),
      json::field("tunedHPOParams", &SolutionVersion::tuned_hpo_params),
      json::field("status", &SolutionVersion::status),
      json::field("failureReason", &SolutionVersion::failure_reason),
      json::field("trainingType", &SolutionVersion::training_type, kTrainingType),
      json::field("creationDateTime", &SolutionVersion::creation_date_time),
      json::field("lastUpdatedDateTime", &SolutionVersion::last_updated_date_time));
  static constexpr auto kHidden =
      json::shape(json::field("metrics", &SolutionVersion::metrics),
                  json::field("artefactKey", &SolutionVersion::artefact_key),
                  json::field("dataFingerprint", &SolutionVersion::data_fingerprint));

  [[nodiscard]] const std::string& arn() const { return solution_version_arn; }
  [[nodiscard]] const std::string& resource_name() const { return solution_version_arn; }
  [[nodiscard]] std::string parent_arn() const { return solution_arn; }
};

}  // namespace attune::resources
