#include "service/control/event_trackers.h"

#include <string>

#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::DatasetGroup;
using resources::EventTracker;

constexpr std::size_t kIdDigits = 8;

Result<void> check_free(resources::Resources& rows, const Caller& caller,
                        const EventTracker& tracker) {
  ATTUNE_TRY(count,
             rows.count(caller.account_id, EventTracker::kKind, tracker.dataset_group_arn, {}));
  if (count > 0) {
    return failure(ErrorCode::kAlreadyExists, "the dataset group has an event tracker");
  }
  ATTUNE_TRY(named,
             any_of(rows, caller, EventTracker::kKind, std::nullopt,
                    [&](const resources::Resource& row) { return row.name == tracker.name; }));
  if (named) return name_taken(EventTracker::kKind, tracker.name);
  return {};
}

}  // namespace

Result<CreateEventTrackerResponse> create_event_tracker(const Control& control,
                                                        const Caller& caller,
                                                        const CreateEventTrackerRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const json::Timestamp now{control.clock.now_ms()};
  const EventTracker tracker{
      .name = request.name,
      .event_tracker_arn = resources::arn_of(caller, EventTracker::kKind, make_hex_id(kIdDigits)),
      .account_id = caller.account_id,
      .tracking_id = make_uuid(),
      .dataset_group_arn = request.dataset_group_arn,
      .status = std::string(resources::status::kCreatePending),
      .creation_date_time = now,
      .last_updated_date_time = now};
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(group, get_active<DatasetGroup>(rows, caller, request.dataset_group_arn));
    static_cast<void>(group);
    ATTUNE_TRY_VOID(check_free(rows, caller, tracker));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, tracker, tags));
    return ask_for(
        transaction, control, caller,
        {.kind = resources::job_kind::kCreate, .subject_arn = tracker.event_tracker_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return CreateEventTrackerResponse{.event_tracker_arn = tracker.event_tracker_arn,
                                    .tracking_id = tracker.tracking_id};
}

Result<Empty> delete_event_tracker(const Control& control, const Caller& caller,
                                   const ArnMessage<"eventTrackerArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(tracker, get<EventTracker>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(tracker.row));
    return ask_for_deletion(transaction, control, caller, tracker.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
