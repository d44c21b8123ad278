#pragma once

#include <string>

#include "domain/resources/event_tracker.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateEventTrackerRequest {
  std::string name;
  std::string dataset_group_arn;
  Tags tags = {};
  static constexpr auto kShape =
      json::shape(json::field("name", &CreateEventTrackerRequest::name, resources::kName),
                  json::field("datasetGroupArn", &CreateEventTrackerRequest::dataset_group_arn,
                              resources::kArn),
                  json::field("tags", &CreateEventTrackerRequest::tags, resources::kTags));
};
struct CreateEventTrackerResponse {
  std::string event_tracker_arn;
  std::string tracking_id;
  static constexpr auto kShape =
      json::shape(json::field("eventTrackerArn", &CreateEventTrackerResponse::event_tracker_arn),
                  json::field("trackingId", &CreateEventTrackerResponse::tracking_id));
};

/// One per dataset group: kAlreadyExists for a second one.
Result<CreateEventTrackerResponse> create_event_tracker(const Control& control,
                                                        const Caller& caller,
                                                        const CreateEventTrackerRequest& request);
/// The dataset and its events stay.
Result<Empty> delete_event_tracker(const Control& control, const Caller& caller,
                                   const ArnMessage<"eventTrackerArn">& request);

}  // namespace attune::control
