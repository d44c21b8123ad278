#pragma once

#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct EventTracker {
  static constexpr std::string_view kKind = "event-tracker";

  std::string name;
  std::string event_tracker_arn;
  std::string account_id;
  std::string tracking_id;
  std::string dataset_group_arn;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &EventTracker::name, kName),
                  json::field("eventTrackerArn", &EventTracker::event_tracker_arn, kArn),
                  json::field("accountId", &EventTracker::account_id, kText256),
                  json::field("trackingId", &EventTracker::tracking_id, kText256),
                  json::field("datasetGroupArn", &EventTracker::dataset_group_arn, kArn),
                  json::field("status", &EventTracker::status),
                  json::field("creationDateTime", &EventTracker::creation_date_time),
                  json::field("lastUpdatedDateTime", &EventTracker::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return event_tracker_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return dataset_group_arn; }
};

struct EventTrackerSummary {
  std::string name;
  std::string event_tracker_arn;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &EventTrackerSummary::name),
                  json::field("eventTrackerArn", &EventTrackerSummary::event_tracker_arn),
                  json::field("status", &EventTrackerSummary::status),
                  json::field("creationDateTime", &EventTrackerSummary::creation_date_time),
                  json::field("lastUpdatedDateTime", &EventTrackerSummary::last_updated_date_time));
};

}  // namespace attune::resources
