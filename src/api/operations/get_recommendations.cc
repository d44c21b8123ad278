#include "api/operations/get_recommendations.h"

#include <cstddef>
#include <optional>
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

// Its members are optional on the wire; a promotion without one of these means nothing.
Result<std::optional<campaigns::PromotionUse>> promotion_use(
    const control::Caller& caller, const GetRecommendationsRequest& request) {
  if (!request.promotions || request.promotions->empty()) {
    return std::optional<campaigns::PromotionUse>{};
  }
  const Promotion& promotion = request.promotions->front();
  if (!promotion.name) return invalid_input("promotions[0].name: missing");
  if (!promotion.percent_promoted_items) {
    return invalid_input("promotions[0].percentPromotedItems: missing");
  }
  if (!promotion.filter_arn) return invalid_input("promotions[0].filterArn: missing");
  ATTUNE_TRY(filter, filter_use(caller, promotion.filter_arn, promotion.filter_values));
  return std::optional(campaigns::PromotionUse{.name = *promotion.name,
                                               .percent = *promotion.percent_promoted_items,
                                               .filter = std::move(*filter)});
}

}  // namespace

Result<campaigns::Query> recommendation_query(const control::Caller& caller,
                                              const GetRecommendationsRequest& request,
                                              const std::string& target) {
  ATTUNE_TRY(columns, item_columns(request.metadata_columns));
  ATTUNE_TRY_VOID(check_count(request, !columns.empty()));
  ATTUNE_TRY(filter, filter_use(caller, request.filter_arn, request.filter_values));
  ATTUNE_TRY(promotion, promotion_use(caller, request));
  campaigns::Query query{.campaign_arn = target,
                         .user_id = request.user_id,
                         .item_id = request.item_id,
                         .input_list = {},
                         .num_results = request.num_results,
                         .filter = std::move(filter),
                         .context = request.context.value_or(json::StringMap<std::string>{}),
                         .metadata_columns = std::move(columns),
                         .promotion = std::move(promotion)};
  if (query.num_results == 0) query.num_results.reset();  // reference 7.1: the default
  return query;
}

Result<GetRecommendationsResponse> get_recommendations(const Context& context,
                                                       const control::Caller& caller,
                                                       const GetRecommendationsRequest& request) {
  ATTUNE_TRY_VOID(check_target(caller, request));
  ATTUNE_TRY(query, recommendation_query(caller, request, target_of(request)));
  ATTUNE_TRY(answer, context.campaigns.recommend(query));
  return GetRecommendationsResponse{
      .item_list = predicted(answer, query.promotion ? query.promotion->name : std::string()),
      .recommendation_id = answer.recommendation_id,
      .times = answer.times};
}

}  // namespace attune::operations
