#pragma once

#include <optional>
#include <string>

#include "domain/resources/recommender.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateRecommenderRequest {
  std::string name;
  std::string dataset_group_arn;
  std::string recipe_arn;
  std::optional<resources::RecommenderConfig> recommender_config = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateRecommenderRequest::name, resources::kName),
      json::field("datasetGroupArn", &CreateRecommenderRequest::dataset_group_arn, resources::kArn),
      json::field("recipeArn", &CreateRecommenderRequest::recipe_arn, resources::kArn),
      json::field("recommenderConfig", &CreateRecommenderRequest::recommender_config),
      json::field("tags", &CreateRecommenderRequest::tags, resources::kTags));
};

struct UpdateRecommenderRequest {
  std::string recommender_arn;
  resources::RecommenderConfig recommender_config;
  static constexpr auto kShape = json::shape(
      json::field("recommenderArn", &UpdateRecommenderRequest::recommender_arn, resources::kArn),
      json::field("recommenderConfig", &UpdateRecommenderRequest::recommender_config));
};

using RecommenderArn = ArnMessage<"recommenderArn">;

/// Trains and serves a use case of the dataset group's domain.
Result<RecommenderArn> create_recommender(const Control& control, const Caller& caller,
                                          const CreateRecommenderRequest& request);
/// Without its metrics while it is being created or deleted.
Result<resources::Recommender> describe_recommender(const Control& control, const Caller& caller,
                                                    const std::string& arn);
/// The old configuration serves until the update is ACTIVE; other training columns train anew.
Result<RecommenderArn> update_recommender(const Control& control, const Caller& caller,
                                          const UpdateRecommenderRequest& request);
/// INACTIVE to ACTIVE, without training.
Result<RecommenderArn> start_recommender(const Control& control, const Caller& caller,
                                         const RecommenderArn& request);
/// ACTIVE to INACTIVE, where it answers nothing.
Result<RecommenderArn> stop_recommender(const Control& control, const Caller& caller,
                                        const RecommenderArn& request);
Result<Empty> delete_recommender(const Control& control, const Caller& caller,
                                 const RecommenderArn& request);

}  // namespace attune::control
