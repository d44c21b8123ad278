#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/operations/operation.h"
#include "api/operations/put_events.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"

namespace attune::operations {

struct SentActionInteraction {
  std::string action_id;
  std::optional<std::string> user_id = {};
  std::string session_id;
  json::Timestamp timestamp;
  std::string event_type;
  std::optional<std::string> event_id = {};
  std::optional<std::string> recommendation_id = {};
  std::optional<std::vector<std::string>> impression = {};
  std::optional<json::JsonText> properties = {};
  static constexpr auto kShape = json::shape(
      json::field("actionId", &SentActionInteraction::action_id, resources::kId),
      json::field("userId", &SentActionInteraction::user_id, resources::kId),
      json::field("sessionId", &SentActionInteraction::session_id, resources::kId),
      json::field("timestamp", &SentActionInteraction::timestamp),
      json::field("eventType", &SentActionInteraction::event_type, resources::kId),
      json::field("eventId", &SentActionInteraction::event_id, resources::kId),
      json::field("recommendationId", &SentActionInteraction::recommendation_id, kRecommendationId),
      json::field("impression", &SentActionInteraction::impression, kImpression),
      json::field("properties", &SentActionInteraction::properties, kEventProperties));
};

struct PutActionInteractionsRequest {
  std::string tracking_id;
  std::vector<SentActionInteraction> action_interactions;
  static constexpr auto kShape = json::shape(
      json::field("trackingId", &PutActionInteractionsRequest::tracking_id, resources::kId),
      json::field("actionInteractions", &PutActionInteractionsRequest::action_interactions,
                  kEventList));
};

/// Stores all or none; calls `done` once they are durable (reference 9.4).
void put_action_interactions(const Context& context, const control::Caller& caller,
                             const json::Value& body, Done done);

}  // namespace attune::operations
