#pragma once

#include <optional>
#include <string>

#include "domain/resources/hyper_parameter_ranges.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct Recipe {
  std::string name;
  std::string recipe_arn;
  std::string algorithm_arn;
  std::optional<std::string> feature_transformation_arn = {};
  std::string status;
  std::string description;
  std::string recipe_type;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &Recipe::name), json::field("recipeArn", &Recipe::recipe_arn),
      json::field("algorithmArn", &Recipe::algorithm_arn),
      json::field("featureTransformationArn", &Recipe::feature_transformation_arn),
      json::field("status", &Recipe::status), json::field("description", &Recipe::description),
      json::field("recipeType", &Recipe::recipe_type),
      json::field("creationDateTime", &Recipe::creation_date_time),
      json::field("lastUpdatedDateTime", &Recipe::last_updated_date_time));
};

struct RecipeSummary {
  std::string name;
  std::string recipe_arn;
  std::string status;
  std::optional<std::string> domain = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &RecipeSummary::name),
      json::field("recipeArn", &RecipeSummary::recipe_arn),
      json::field("status", &RecipeSummary::status), json::field("domain", &RecipeSummary::domain),
      json::field("creationDateTime", &RecipeSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &RecipeSummary::last_updated_date_time));
};

struct AlgorithmImage {
  std::string name;
  std::string docker_uri;

  static constexpr auto kShape = json::shape(json::field("name", &AlgorithmImage::name),
                                             json::field("dockerURI", &AlgorithmImage::docker_uri));
};

struct Algorithm {
  std::string name;
  std::string algorithm_arn;
  std::optional<AlgorithmImage> algorithm_image = {};
  std::optional<json::StringMap<std::string>> default_hyper_parameters = {};
  std::optional<DefaultHyperParameterRanges> default_hyper_parameter_ranges = {};
  std::optional<json::StringMap<std::string>> default_resource_config = {};
  std::optional<std::string> training_input_mode = {};
  std::optional<std::string> role_arn = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &Algorithm::name), json::field("algorithmArn", &Algorithm::algorithm_arn),
      json::field("algorithmImage", &Algorithm::algorithm_image),
      json::field("defaultHyperParameters", &Algorithm::default_hyper_parameters),
      json::field("defaultHyperParameterRanges", &Algorithm::default_hyper_parameter_ranges),
      json::field("defaultResourceConfig", &Algorithm::default_resource_config),
      json::field("trainingInputMode", &Algorithm::training_input_mode),
      json::field("roleArn", &Algorithm::role_arn),
      json::field("creationDateTime", &Algorithm::creation_date_time),
      json::field("lastUpdatedDateTime", &Algorithm::last_updated_date_time));
};

struct FeatureTransformation {
  std::string name;
  std::string feature_transformation_arn;
  std::optional<json::StringMap<std::string>> default_parameters = {};
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &FeatureTransformation::name),
      json::field("featureTransformationArn", &FeatureTransformation::feature_transformation_arn),
      json::field("defaultParameters", &FeatureTransformation::default_parameters),
      json::field("status", &FeatureTransformation::status),
      json::field("creationDateTime", &FeatureTransformation::creation_date_time),
      json::field("lastUpdatedDateTime", &FeatureTransformation::last_updated_date_time));
};

}  // namespace attune::resources
