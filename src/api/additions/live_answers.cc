#include "api/additions/live_answers.h"

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "api/additions/replies.h"
#include "api/gateway/authenticator.h"
#include "api/operations/get_recommendations.h"
#include "domain/resources/arn.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "service/campaigns/campaigns.h"

namespace attune::additions {
namespace {

constexpr std::string_view kRoot = "/attune/v1/campaigns/";
constexpr json::Rule kHistory{.size_max = campaigns::kGivenEventsMax};

struct HistoryEvent {
  std::string item_id;
  std::optional<std::string> event_type = {};
  std::optional<double> event_value = {};
  std::optional<json::Timestamp> sent_at = {};

  static constexpr auto kShape =
      json::shape(json::field("itemId", &HistoryEvent::item_id, resources::kId),
                  json::field("eventType", &HistoryEvent::event_type, resources::kId),
                  json::field("eventValue", &HistoryEvent::event_value),
                  json::field("sentAt", &HistoryEvent::sent_at));
};

// Beside the members of GetRecommendations.
struct WhatIfRequest {
  std::vector<HistoryEvent> history;

  static constexpr auto kShape =
      json::shape(json::field("history", &WhatIfRequest::history, kHistory));
};

struct ExplanationRequest {
  std::string explained_item_id;
  std::optional<std::vector<HistoryEvent>> history = {};

  static constexpr auto kShape = json::shape(
      json::field("explainedItemId", &ExplanationRequest::explained_item_id, resources::kId),
      json::field("history", &ExplanationRequest::history, kHistory));
};

/// A request and the campaign that it is about.
struct Asked {
  const campaigns::Campaigns& campaigns;
  control::Caller caller;
  std::string campaign_arn;
  json::Value body;
};

std::vector<campaigns::GivenEvent> given_events(const std::vector<HistoryEvent>& history) {
  constexpr std::int64_t kMsPerSecond = 1000;
  std::vector<campaigns::GivenEvent> events;
  events.reserve(history.size());
  for (const HistoryEvent& sent : history) {
    campaigns::GivenEvent event{.item_id = sent.item_id};
    event.event_type = sent.event_type.value_or("");
    if (sent.event_value) event.event_value = static_cast<float>(*sent.event_value);
    if (sent.sent_at) event.timestamp_s = sent.sent_at->ms / kMsPerSecond;
    events.push_back(std::move(event));
  }
  return events;
}

Result<campaigns::Query> query_of(const Asked& asked) {
  ATTUNE_TRY(request, json::read<operations::GetRecommendationsRequest>(asked.body));
  return operations::recommendation_query(asked.caller, request, asked.campaign_arn);
}

Result<json::Value> what_if(const Asked& asked) {
  ATTUNE_TRY(given, json::read<WhatIfRequest>(asked.body));
  ATTUNE_TRY(query, query_of(asked));
  query.history = given_events(given.history);
  ATTUNE_TRY(answer, asked.campaigns.recommend(query));
  return json::write(operations::GetRecommendationsResponse{
      .item_list =
          operations::predicted(answer, query.promotion ? query.promotion->name : std::string()),
      .recommendation_id = answer.recommendation_id});
}

json::Value document_of(const campaigns::EventEffect& effect) {
  json::Value document{json::Object{}};
  document.add("itemId", effect.item_id);
  if (!effect.event_type.empty()) document.add("eventType", effect.event_type);
  document.add("sentAt", effect.timestamp_s);
  document.add("effect", effect.effect);
  return document;
}

json::Value document_of(const campaigns::ExplorationEffect& effect) {
  json::Value document{json::Object{}};
  document.add("evidence", static_cast<std::int64_t>(effect.evidence));
  document.add("drawn", effect.drawn);
  document.add("modelScore", effect.model_score);
  document.add("score", effect.score);
  return document;
}

json::Value document_of(const campaigns::Explanation& told) {
  json::Value document{json::Object{}};
  document.add("itemId", told.item_id);
  document.add("score", told.score);
  document.add("rank", static_cast<std::int64_t>(told.rank));
  document.add("fromPopularity", told.from_popularity);
  document.add("historyEvents", static_cast<std::int64_t>(told.history_events));
  json::Array effects;
  for (const campaigns::EventEffect& effect : told.effects) effects.push_back(document_of(effect));
  document.add("history", std::move(effects));
  json::Array parts;
  for (const models::ScorePart& part : told.parts) {
    parts.emplace_back(json::Object{{"name", part.name}, {"value", part.value}});
  }
  document.add("parts", std::move(parts));
  if (told.exploration) document.add("exploration", document_of(*told.exploration));
  if (told.passes_filter) document.add("passesFilter", *told.passes_filter);
  if (told.promotable) document.add("promotable", *told.promotable);
  if (told.place) document.add("place", static_cast<std::int64_t>(*told.place));
  document.add("promoted", told.promoted);
  return document;
}

Result<json::Value> explanation(const Asked& asked) {
  ATTUNE_TRY(given, json::read<ExplanationRequest>(asked.body));
  ATTUNE_TRY(query, query_of(asked));
  if (given.history) query.history = given_events(*given.history);
  ATTUNE_TRY(told, asked.campaigns.explain(query, given.explained_item_id));
  return document_of(told);
}

Result<json::Value> latency(const Asked& asked) {
  using campaigns::Stage;
  constexpr double kMs = 1000;
  constexpr std::array kShares{std::pair{"p50Ms", 0.5}, std::pair{"p90Ms", 0.9},
                               std::pair{"p99Ms", 0.99}};
  ATTUNE_TRY(times, asked.campaigns.times_of(asked.campaign_arn));
  json::Value stages{json::Object{}};
  for (std::size_t stage = 0; times && stage < campaigns::kStageCount; ++stage) {
    const auto snapshot = times->snapshot(static_cast<Stage>(stage));
    const auto count = static_cast<double>(snapshot.count());
    json::Value told{json::Object{}};
    told.add("count", static_cast<std::int64_t>(snapshot.count()));
    told.add("meanMs", count == 0 ? 0.0 : snapshot.sum / count * kMs);
    for (const auto& [name, share] : kShares) told.add(name, snapshot.quantile(share) * kMs);
    stages.add(std::string(campaigns::name_of(static_cast<Stage>(stage))), std::move(told));
  }
  return json::Value(json::Object{{"campaignArn", asked.campaign_arn}, {"stages", stages}});
}

struct Question {
  std::string_view end;
  std::string_view method;
  std::string_view action;
  Result<json::Value> (*answer)(const Asked&);
};
constexpr std::array kQuestions{
    Question{"/explanation", "POST", "GetRecommendationExplanation", explanation},
    Question{"/latency", "GET", "GetCampaignLatency", latency},
    Question{"/what-if", "POST", "GetWhatIfRecommendations", what_if},
};

Result<json::Value> body_of(const http::Request& request) {
  if (request.body.empty()) return json::Value(json::Object{});
  return json::parse(request.body);
}

}  // namespace

LiveAnswers::LiveAnswers(const campaigns::Campaigns& campaigns,
                         const gateway::Authenticator& authenticator)
    : campaigns_(campaigns), authenticator_(authenticator), workers_(kWorkers) {}

bool LiveAnswers::is_mine(std::string_view path) {
  return path.starts_with(kRoot);
}

void LiveAnswers::handle(http::Request request, http::Reply reply) {
  auto shared = std::make_shared<http::Reply>(std::move(reply));
  const auto accepted =
      workers_.submit([this, shared, request = std::move(request)] { (*shared)(answer(request)); });
  if (!accepted) (*shared)(refused(accepted.error()));
}

http::Response LiveAnswers::answer(const http::Request& request) const {
  const auto identified = authenticator_.identify(request);
  if (const auto* fault = std::get_if<wire::Answer>(&identified)) return response_of(*fault);
  const auto& identity = std::get<gateway::Identity>(identified);
  const std::string_view path = request.path().substr(kRoot.size());
  for (const Question& question : kQuestions) {
    if (!path.ends_with(question.end)) continue;
    if (request.method != question.method) {
      return refused({ErrorCode::kInvalidInput, "method: only " + std::string(question.method)});
    }
    const control::Caller caller{identity.account_id, region_of(request, identity)};
    const std::string arn =
        resources::arn_of(caller, "campaign", path.substr(0, path.size() - question.end.size()));
    if (const auto allowed = check_allowed(identity, question.action, arn); !allowed) {
      return refused(allowed.error());
    }
    auto body = body_of(request);
    if (!body) return refused(body.error());
    const auto told = question.answer({campaigns_, caller, arn, std::move(*body)});
    return told ? answered(*told) : refused(told.error());
  }
  return refused({ErrorCode::kNotFound, "no such path: " + std::string(request.path())});
}

}  // namespace attune::additions
