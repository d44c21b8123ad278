#include "api/operations/get_recommendations.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/control/lookup.h"

namespace attune::operations {
namespace {

const std::string& target_of(const GetRecommendationsRequest& request) {
  return request.campaign_arn ? *request.campaign_arn : *request.recommender_arn;
}

Result<void> check_target(const control::Caller& caller, const GetRecommendationsRequest& request) {
  if (request.campaign_arn.has_value() == request.recommender_arn.has_value()) {
    return invalid_input("campaignArn, recommenderArn: exactly one of them");
  }
  return check_own_campaign(caller, target_of(request));
}

Result<void> check_count(const GetRecommendationsRequest& request, bool with_metadata) {
  const auto max = static_cast<std::int64_t>(with_metadata ? kResultsWithMetadataMax : kResultsMax);
  if (!request.num_results || *request.num_results <= max) return {};
  return invalid_input("numResults: " + std::to_string(*request.num_results) + ", at most " +
                       std::to_string(max) + (with_metadata ? " with metadataColumns" : ""));
}

}  // namespace

Result<GetRecommendationsResponse> get_recommendations(const Context& context,
                                                       const control::Caller& caller,
                                                       const GetRecommendationsRequest& request) {
  ATTUNE_TRY_VOID(check_target(caller, request));
  if (request.promotions && !request.promotions->empty()) {
    return invalid_input("promotions: not available yet");
  }
  ATTUNE_TRY(columns, item_columns(request.metadata_columns));
  ATTUNE_TRY_VOID(check_count(request, !columns.empty()));
  ATTUNE_TRY(filter, filter_use(caller, request.filter_arn, request.filter_values));
  campaigns::Query query{.campaign_arn = target_of(request),
                         .user_id = request.user_id,
                         .item_id = request.item_id,
                         .input_list = {},
                         .num_results = request.num_results,
                         .filter = std::move(filter),
                         .context = request.context.value_or(json::StringMap<std::string>{}),
                         .metadata_columns = std::move(columns)};
  if (query.num_results == 0) query.num_results.reset();  // reference 7.1: the default
  ATTUNE_TRY(answer, context.campaigns.recommend(query));
  return GetRecommendationsResponse{.item_list = predicted(answer),
                                    .recommendation_id = answer.recommendation_id};
}

}  // namespace attune::operations
