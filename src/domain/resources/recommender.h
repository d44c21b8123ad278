#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution_config.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct RecommenderConfig {
  std::optional<json::StringMap<std::string>> item_exploration_config = {};
  std::optional<std::int64_t> min_recommendation_requests_per_second = {};
  std::optional<TrainingDataConfig> training_data_config = {};
  std::optional<bool> enable_metadata_with_recommendations = {};

  static constexpr auto kShape =
      json::shape(json::field("itemExplorationConfig", &RecommenderConfig::item_exploration_config,
                              kHyperParameters),
                  json::field("minRecommendationRequestsPerSecond",
                              &RecommenderConfig::min_recommendation_requests_per_second, kTps),
                  json::field("trainingDataConfig", &RecommenderConfig::training_data_config),
                  json::field("enableMetadataWithRecommendations",
                              &RecommenderConfig::enable_metadata_with_recommendations));
};

struct RecommenderUpdateSummary {
  RecommenderConfig recommender_config;
  std::string status;
  std::optional<std::string> failure_reason = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("recommenderConfig", &RecommenderUpdateSummary::recommender_config),
      json::field("status", &RecommenderUpdateSummary::status),
      json::field("failureReason", &RecommenderUpdateSummary::failure_reason),
      json::field("creationDateTime", &RecommenderUpdateSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &RecommenderUpdateSummary::last_updated_date_time));
};

struct Recommender {
  static constexpr std::string_view kKind = "recommender";

  std::string recommender_arn;
  std::string dataset_group_arn;
  std::string name;
  std::string recipe_arn;
  RecommenderConfig recommender_config;
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::optional<RecommenderUpdateSummary> latest_recommender_update = {};
  std::optional<json::StringMap<double>> model_metrics = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;
  // Stored only, never described:
  std::optional<std::string> artefact_key = {};

  static constexpr auto kShape =
      json::shape(json::field("recommenderArn", &Recommender::recommender_arn, kArn),
                  json::field("datasetGroupArn", &Recommender::dataset_group_arn, kArn),
                  json::field("name", &Recommender::name, kName),
                  json::field("recipeArn", &Recommender::recipe_arn, kArn),
                  json::field("recommenderConfig", &Recommender::recommender_config),
                  json::field("status", &Recommender::status),
                  json::field("failureReason", &Recommender::failure_reason),
                  json::field("latestRecommenderUpdate", &Recommender::latest_recommender_update),
                  json::field("modelMetrics", &Recommender::model_metrics),
                  json::field("creationDateTime", &Recommender::creation_date_time),
                  json::field("lastUpdatedDateTime", &Recommender::last_updated_date_time));
  static constexpr auto kHidden =
      json::shape(json::field("artefactKey", &Recommender::artefact_key));

  [[nodiscard]] const std::string& arn() const { return recommender_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct RecommenderSummary {
  std::string name;
  std::string recommender_arn;
  std::string dataset_group_arn;
  std::string recipe_arn;
  RecommenderConfig recommender_config;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &RecommenderSummary::name),
                  json::field("recommenderArn", &RecommenderSummary::recommender_arn),
                  json::field("datasetGroupArn", &RecommenderSummary::dataset_group_arn),
                  json::field("recipeArn", &RecommenderSummary::recipe_arn),
                  json::field("recommenderConfig", &RecommenderSummary::recommender_config),
                  json::field("status", &RecommenderSummary::status),
                  json::field("creationDateTime", &RecommenderSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &RecommenderSummary::last_updated_date_time));
};

}  // namespace attune::resources
