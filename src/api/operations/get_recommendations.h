#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/operations/operation.h"
#include "api/operations/recommendation_shapes.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"

namespace attune::operations {

inline constexpr json::Rule kPromotions{.size_max = 1};
inline constexpr json::Rule kPercent{.value_min = 1, .value_max = 100};

struct Promotion {
  std::optional<std::string> name = {};
  std::optional<std::int64_t> percent_promoted_items = {};
  std::optional<std::string> filter_arn = {};
  StringValues filter_values = {};
  static constexpr auto kShape =
      json::shape(json::field("name", &Promotion::name, resources::kName),
                  json::field("percentPromotedItems", &Promotion::percent_promoted_items, kPercent),
                  json::field("filterArn", &Promotion::filter_arn, resources::kArn),
                  json::field("filterValues", &Promotion::filter_values, resources::kFilterValues));
};

struct GetRecommendationsRequest {
  std::optional<std::string> campaign_arn = {};
  std::optional<std::string> item_id = {};
  std::optional<std::string> user_id = {};
  std::optional<std::int64_t> num_results = {};
  StringValues context = {};
  std::optional<std::string> filter_arn = {};
  StringValues filter_values = {};
  std::optional<std::string> recommender_arn = {};
  std::optional<std::vector<Promotion>> promotions = {};
  MetadataColumns metadata_columns = {};
  static constexpr auto kShape = json::shape(
      json::field("campaignArn", &GetRecommendationsRequest::campaign_arn, resources::kArn),
      json::field("itemId", &GetRecommendationsRequest::item_id, resources::kText256),
      json::field("userId", &GetRecommendationsRequest::user_id, resources::kText256),
      json::field("numResults", &GetRecommendationsRequest::num_results, kResultCount),
      json::field("context", &GetRecommendationsRequest::context, resources::kContext),
      json::field("filterArn", &GetRecommendationsRequest::filter_arn, resources::kArn),
      json::field("filterValues", &GetRecommendationsRequest::filter_values,
                  resources::kFilterValues),
      json::field("recommenderArn", &GetRecommendationsRequest::recommender_arn, resources::kArn),
      json::field("promotions", &GetRecommendationsRequest::promotions, kPromotions),
      json::field("metadataColumns", &GetRecommendationsRequest::metadata_columns,
                  kMetadataColumns));
};
struct GetRecommendationsResponse {
  std::vector<PredictedItem> item_list;
  std::string recommendation_id;
  std::shared_ptr<const campaigns::StageTimes> times = {};  // not on the wire
  static constexpr auto kShape =
      json::shape(json::field("itemList", &GetRecommendationsResponse::item_list),
                  json::field("recommendationId", &GetRecommendationsResponse::recommendation_id));
};

/// The request in the engine's terms. `target` is the campaign or recommender that it names.
Result<campaigns::Query> recommendation_query(const control::Caller& caller,
                                              const GetRecommendationsRequest& request,
                                              const std::string& target);

Result<GetRecommendationsResponse> get_recommendations(const Context& context,
                                                       const control::Caller& caller,
                                                       const GetRecommendationsRequest& request);

}  // namespace attune::operations
