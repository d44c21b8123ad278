#include "api/operations/get_action_recommendations.h"

#include <string>

#include "domain/resources/campaign.h"
#include "foundation/base/error.h"
#include "service/control/describe.h"

namespace attune::operations {
namespace {

constexpr std::int64_t kActionsMax = 100;

Result<void> check(const GetActionRecommendationsRequest& request) {
  if (!request.campaign_arn) return invalid_input("campaignArn: required, but missing");
  if (!request.user_id) return invalid_input("userId: required, but missing");
  if (request.num_results.value_or(0) <= kActionsMax) return {};
  return invalid_input("numResults: " + std::to_string(*request.num_results) + ", at most " +
                       std::to_string(kActionsMax));
}

}  // namespace

Result<GetActionRecommendationsResponse> get_action_recommendations(
    const Context& context, const control::Caller& caller,
    const GetActionRecommendationsRequest& request) {
  ATTUNE_TRY_VOID(check(request));
  ATTUNE_TRY(campaign, control::describe<resources::Campaign>(context.control, caller,
                                                              *request.campaign_arn));
  return invalid_input("campaignArn: the recipe of " + campaign.name +
                       " recommends items; GetActionRecommendations needs one of type "
                       "PERSONALIZED_ACTIONS");
}

}  // namespace attune::operations
