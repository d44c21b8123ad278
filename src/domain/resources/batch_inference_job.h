#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/campaign.h"
#include "domain/resources/job_locations.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct BatchInferenceJobConfig {
  std::optional<json::StringMap<std::string>> item_exploration_config = {};
  std::optional<json::StringMap<double>> ranking_influence = {};

  static constexpr auto kShape =
      json::shape(json::field("itemExplorationConfig",
                              &BatchInferenceJobConfig::item_exploration_config, kHyperParameters),
                  json::field("rankingInfluence", &BatchInferenceJobConfig::ranking_influence,
                              kRankingInfluence));
};

struct FieldsForThemeGeneration {
  std::string item_name;

  static constexpr auto kShape =
      json::shape(json::field("itemName", &FieldsForThemeGeneration::item_name, kColumnName));
};

struct ThemeGenerationConfig {
  FieldsForThemeGeneration fields_for_theme_generation;

  static constexpr auto kShape = json::shape(
      json::field("fieldsForThemeGeneration", &ThemeGenerationConfig::fields_for_theme_generation));
};

struct BatchInferenceJob {
  static constexpr std::string_view kKind = "batch-inference-job";

  std::string job_name;
  std::string batch_inference_job_arn;
  std::optional<std::string> filter_arn = {};
  std::optional<std::string> failure_reason = {};
  std::string solution_version_arn;
  std::optional<std::int64_t> num_results = {};
  JobInput job_input;
  JobOutput job_output;
  std::optional<BatchInferenceJobConfig> batch_inference_job_config = {};
  std::string role_arn;
  std::string batch_inference_job_mode;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Stored only, never described:
  std::string dataset_group_arn;

  static constexpr auto kShape = json::shape(
      json::field("jobName", &BatchInferenceJob::job_name, kName),
      json::field("batchInferenceJobArn", &BatchInferenceJob::batch_inference_job_arn, kArn),
      json::field("filterArn", &BatchInferenceJob::filter_arn, kArn),
      json::field("failureReason", &BatchInferenceJob::failure_reason),
      json::field("solutionVersionArn", &BatchInferenceJob::solution_version_arn, kArn),
      json::field("numResults", &BatchInferenceJob::num_results),
      json::field("jobInput", &BatchInferenceJob::job_input),
      json::field("jobOutput", &BatchInferenceJob::job_output),
      json::field("batchInferenceJobConfig", &BatchInferenceJob::batch_inference_job_config),
      json::field("roleArn", &BatchInferenceJob::role_arn, kRoleArn),
      json::field("batchInferenceJobMode", &BatchInferenceJob::batch_inference_job_mode),
      json::field("status", &BatchInferenceJob::status),
      json::field("creationDateTime", &BatchInferenceJob::creation_date_time),
      json::field("lastUpdatedDateTime", &BatchInferenceJob::last_updated_date_time));
  static constexpr auto kHidden =
      json::shape(json::field("datasetGroupArn", &BatchInferenceJob::dataset_group_arn));

  [[nodiscard]] const std::string& arn() const { return batch_inference_job_arn; }
  [[nodiscard]] const std::string& resource_name() const { return job_name; }
  [[nodiscard]] std::string parent_arn() const { return solution_version_arn; }
};

struct BatchInferenceJobSummary {
  std::string batch_inference_job_arn;
  std::string job_name;
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::string solution_version_arn;
  std::string batch_inference_job_mode;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("batchInferenceJobArn", &BatchInferenceJobSummary::batch_inference_job_arn),
      json::field("jobName", &BatchInferenceJobSummary::job_name),
      json::field("status", &BatchInferenceJobSummary::status),
      json::field("failureReason", &BatchInferenceJobSummary::failure_reason),
      json::field("solutionVersionArn", &BatchInferenceJobSummary::solution_version_arn),
      json::field("batchInferenceJobMode", &BatchInferenceJobSummary::batch_inference_job_mode),
      json::field("creationDateTime", &BatchInferenceJobSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &BatchInferenceJobSummary::last_updated_date_time));
};

}  // namespace attune::resources
