#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/operations/operation.h"
#include "domain/events/event_log.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/trackers.h"

namespace attune::operations {

inline constexpr json::Rule kEventProperties{.size_min = 1, .size_max = 1024};
inline constexpr json::Rule kRecommendationId{.size_min = 1, .size_max = 40};
inline constexpr json::Rule kImpression{.size_min = 1, .size_max = 25, .each = &resources::kId};
inline constexpr json::Rule kEventAttributionSource{
    .size_max = 1024, .pattern = &resources::kAttributionSourcePattern};
inline constexpr json::Rule kEventList{.size_min = 1, .size_max = 10};
inline constexpr std::size_t kEventBytesMax = std::size_t{10} * 1024;

struct MetricAttribution {
  std::string event_attribution_source;
  static constexpr auto kShape = json::shape(
      json::field("eventAttributionSource", &MetricAttribution::event_attribution_source,
                  kEventAttributionSource));
};

struct SentEvent {
  std::optional<std::string> event_id = {};
  std::string event_type;
  std::optional<double> event_value = {};
  std::optional<std::string> item_id = {};
  std::optional<json::JsonText> properties = {};
  json::Timestamp sent_at;
  std::optional<std::string> recommendation_id = {};
  std::optional<std::vector<std::string>> impression = {};
  std::optional<MetricAttribution> metric_attribution = {};
  static constexpr auto kShape =
      json::shape(json::field("eventId", &SentEvent::event_id, resources::kId),
                  json::field("eventType", &SentEvent::event_type, resources::kId),
                  json::field("eventValue", &SentEvent::event_value),
                  json::field("itemId", &SentEvent::item_id, resources::kId),
                  json::field("properties", &SentEvent::properties, kEventProperties),
                  json::field("sentAt", &SentEvent::sent_at),
                  json::field("recommendationId", &SentEvent::recommendation_id, kRecommendationId),
                  json::field("impression", &SentEvent::impression, kImpression),
                  json::field("metricAttribution", &SentEvent::metric_attribution));
};

struct PutEventsRequest {
  std::string tracking_id;
  std::optional<std::string> user_id = {};
  std::string session_id;
  std::vector<SentEvent> event_list;
  static constexpr auto kShape =
      json::shape(json::field("trackingId", &PutEventsRequest::tracking_id, resources::kId),
                  json::field("userId", &PutEventsRequest::user_id, resources::kId),
                  json::field("sessionId", &PutEventsRequest::session_id, resources::kId),
                  json::field("eventList", &PutEventsRequest::event_list, kEventList));
};

/// The events to be stored: all of the request or, for one that is not well-formed, none. Events
/// without an id get one.
Result<std::vector<events::Event>> events_of(const PutEventsRequest& request,
                                             const control::Caller& caller,
                                             const control::TrackedGroup& group,
                                             std::int64_t now_ms);

/// Gives events that name a remembered answer of their dataset group what it stands for: its items
/// as the impression, its campaign as the source of attribution, where the event has none of its
/// own (reference 9.1).
void resolve_recommendations(const campaigns::Campaigns& campaigns,
                             std::vector<events::Event>& events);

/// Calls `done` once the events are durable and have moved their user's next answer.
void put_events(const Context& context, const control::Caller& caller, const json::Value& body,
                Done done);

}  // namespace attune::operations
