#include <array>
#include <span>

#include "api/operations/get_personalized_ranking.h"
#include "api/operations/get_recommendations.h"
#include "api/operations/groups.h"
#include "api/operations/put_events.h"

namespace attune::operations {
namespace {

template <typename Request, typename Response,
          Result<Response> (*kFunction)(const Context&, const control::Caller&, const Request&)>
void answer(const Context& context, const control::Caller& caller, const json::Value& body,
            Done done) {
  const auto request = json::read<Request>(body);
  if (!request) return done(std::unexpected(request.error()));
  const auto response = kFunction(context, caller, *request);
  if (!response) return done(std::unexpected(response.error()));
  done(json::write(*response));
}

constexpr std::array kOperations{
    Operation{.name = "GetPersonalizedRanking",
              .service = wire::Service::kRuntime,
              .path = "/personalize-ranking",
              .resource = "campaignArn",
              .fields = json::fields_of<GetPersonalizedRankingRequest>,
              .run = answer<GetPersonalizedRankingRequest, GetPersonalizedRankingResponse,
                            get_personalized_ranking>},
    Operation{
        .name = "GetRecommendations",
        .service = wire::Service::kRuntime,
        .path = "/recommendations",
        .resource = "campaignArn",
        .fields = json::fields_of<GetRecommendationsRequest>,
        .run = answer<GetRecommendationsRequest, GetRecommendationsResponse, get_recommendations>},
    Operation{.name = "PutEvents",
              .service = wire::Service::kEvents,
              .path = "/events",
              .resource = {},
              .fields = json::fields_of<PutEventsRequest>,
              .run = put_events},
};

}  // namespace

std::span<const Operation> runtime_operations() {
  return kOperations;
}

}  // namespace attune::operations
