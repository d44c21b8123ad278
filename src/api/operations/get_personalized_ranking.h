#pragma once

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

inline constexpr json::Rule kInputList{.size_max = kResultsMax, .each = &resources::kText256};

struct GetPersonalizedRankingRequest {
  std::string campaign_arn;
  std::vector<std::string> input_list;
  std::string user_id;
  StringValues context = {};
  std::optional<std::string> filter_arn = {};
  StringValues filter_values = {};
  MetadataColumns metadata_columns = {};
  static constexpr auto kShape = json::shape(
      json::field("campaignArn", &GetPersonalizedRankingRequest::campaign_arn, resources::kArn),
      json::field("inputList", &GetPersonalizedRankingRequest::input_list, kInputList),
      json::field("userId", &GetPersonalizedRankingRequest::user_id, resources::kText256),
      json::field("context", &GetPersonalizedRankingRequest::context, resources::kContext),
      json::field("filterArn", &GetPersonalizedRankingRequest::filter_arn, resources::kArn),
      json::field("filterValues", &GetPersonalizedRankingRequest::filter_values,
                  resources::kFilterValues),
      json::field("metadataColumns", &GetPersonalizedRankingRequest::metadata_columns,
                  kMetadataColumns));
};
struct GetPersonalizedRankingResponse {
  std::vector<PredictedItem> personalized_ranking;
  std::string recommendation_id;
  std::shared_ptr<const campaigns::StageTimes> times = {};  // not on the wire
  static constexpr auto kShape = json::shape(
      json::field("personalizedRanking", &GetPersonalizedRankingResponse::personalized_ranking),
      json::field("recommendationId", &GetPersonalizedRankingResponse::recommendation_id));
};

Result<GetPersonalizedRankingResponse> get_personalized_ranking(
    const Context& context, const control::Caller& caller,
    const GetPersonalizedRankingRequest& request);

}  // namespace attune::operations
