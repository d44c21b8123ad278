#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/operations/operation.h"
#include "api/operations/recommendation_shapes.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"

namespace attune::operations {

struct GetActionRecommendationsRequest {
  std::optional<std::string> campaign_arn = {};
  std::optional<std::string> user_id = {};
  std::optional<std::int64_t> num_results = {};
  std::optional<std::string> filter_arn = {};
  StringValues filter_values = {};
  static constexpr auto kShape = json::shape(
      json::field("campaignArn", &GetActionRecommendationsRequest::campaign_arn, resources::kArn),
      json::field("userId", &GetActionRecommendationsRequest::user_id, resources::kText256),
      json::field("numResults", &GetActionRecommendationsRequest::num_results, kResultCount),
      json::field("filterArn", &GetActionRecommendationsRequest::filter_arn, resources::kArn),
      json::field("filterValues", &GetActionRecommendationsRequest::filter_values,
                  resources::kFilterValues));
};

struct PredictedAction {
  std::string action_id;
  std::optional<double> score = {};
  static constexpr auto kShape = json::shape(json::field("actionId", &PredictedAction::action_id),
                                             json::field("score", &PredictedAction::score));
};
struct GetActionRecommendationsResponse {
  std::vector<PredictedAction> action_list;
  std::string recommendation_id;
  static constexpr auto kShape = json::shape(
      json::field("actionList", &GetActionRecommendationsResponse::action_list),
      json::field("recommendationId", &GetActionRecommendationsResponse::recommendation_id));
};

/// kNotFound for an unknown campaign; kInvalidInput for every other one, as no recipe of the
/// catalogue recommends actions.
Result<GetActionRecommendationsResponse> get_action_recommendations(
    const Context& context, const control::Caller& caller,
    const GetActionRecommendationsRequest& request);

}  // namespace attune::operations
