#include "api/operations/get_personalized_ranking.h"

#include <string>
#include <utility>

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"

namespace attune::operations {

Result<GetPersonalizedRankingResponse> get_personalized_ranking(
    const Context& context, const control::Caller& caller,
    const GetPersonalizedRankingRequest& request) {
  ATTUNE_TRY(columns, item_columns(request.metadata_columns));
  if (!columns.empty() && request.input_list.size() > kResultsWithMetadataMax) {
    return invalid_input("inputList: " + std::to_string(request.input_list.size()) +
                         " entries, at most " + std::to_string(kResultsWithMetadataMax) +
                         " with metadataColumns");
  }
  ATTUNE_TRY_VOID(check_own_campaign(caller, request.campaign_arn));
  ATTUNE_TRY(filter, filter_use(caller, request.filter_arn, request.filter_values));
  const campaigns::Query query{.campaign_arn = request.campaign_arn,
                               .user_id = request.user_id,
                               .item_id = {},
                               .input_list = request.input_list,
                               .num_results = {},
                               .filter = std::move(filter),
                               .context = request.context.value_or(json::StringMap<std::string>{}),
                               .metadata_columns = std::move(columns)};
  ATTUNE_TRY(answer, context.campaigns.rank(query));
  return GetPersonalizedRankingResponse{.personalized_ranking = predicted(answer),
                                        .recommendation_id = answer.recommendation_id,
                                        .times = answer.times};
}

}  // namespace attune::operations
