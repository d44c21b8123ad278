#include <array>
#include <chrono>
#include <span>
#include <string_view>

#include "api/operations/get_action_recommendations.h"
#include "api/operations/get_personalized_ranking.h"
#include "api/operations/get_recommendations.h"
#include "api/operations/groups.h"
#include "api/operations/put_action_interactions.h"
#include "api/operations/put_events.h"
#include "api/operations/put_records.h"

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
  [[maybe_unused]] const auto started = std::chrono::steady_clock::now();
  done(json::write(*response));
  if constexpr (requires { response->times; }) {
    if (response->times == nullptr) return;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started;
    response->times->observe(campaigns::Stage::kSerialise, spent.count());
  }
}

template <auto kFunction>
constexpr Operation put_operation(std::string_view name, std::string_view path) {
  return {.name = name,
          .service = wire::Service::kEvents,
          .path = path,
          .resource = "datasetArn",
          .runs_on = RunsOn::kWorker,
          .fields = Typed<kFunction>::fields,
          .run = Typed<kFunction>::run};
}

constexpr std::array kOperations{
    Operation{.name = "GetActionRecommendations",
              .service = wire::Service::kRuntime,
              .path = "/action-recommendations",
              .resource = "campaignArn",
              .runs_on = RunsOn::kWorker,
              .fields = json::fields_of<GetActionRecommendationsRequest>,
              .run = answer<GetActionRecommendationsRequest, GetActionRecommendationsResponse,
                            get_action_recommendations>},
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
    Operation{.name = "PutActionInteractions",
              .service = wire::Service::kEvents,
              .path = "/action-interactions",
              .resource = {},
              .runs_on = RunsOn::kWorker,
              .fields = json::fields_of<PutActionInteractionsRequest>,
              .run = put_action_interactions},
    put_operation<put_actions>("PutActions", "/actions"),
    Operation{.name = "PutEvents",
              .service = wire::Service::kEvents,
              .path = "/events",
              .resource = {},
              .fields = json::fields_of<PutEventsRequest>,
              .run = put_events},
    put_operation<put_items>("PutItems", "/items"),
    put_operation<put_users>("PutUsers", "/users"),
};

}  // namespace

std::span<const Operation> runtime_operations() {
  return kOperations;
}

}  // namespace attune::operations
