#include "service/control/trackers.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/resources/dataset.h"
#include "domain/resources/event_tracker.h"
#include "domain/resources/repository.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/datasets.h"
#include "service/control/lookup.h"

namespace attune::control {
namespace {

using resources::EventTracker;

Result<std::string> find_group(resources::Resources& rows, const Caller& caller,
                               std::string_view tracking_id) {
  std::string group;
  ATTUNE_TRY_VOID(for_each(rows, caller, EventTracker::kKind, std::nullopt,
                           [&](const resources::Resource& row) {
                             const auto tracker = resources::view<EventTracker>(row);
                             if (tracker && tracker->tracking_id == tracking_id &&
                                 tracker->status == resources::status::kActive) {
                               group = tracker->dataset_group_arn;
                             }
                             return group.empty();
                           }));
  if (group.empty()) {
    return invalid_input("trackingId: no ACTIVE event tracker has the id " +
                         std::string(tracking_id));
  }
  return group;
}

}  // namespace

Result<std::shared_ptr<const TrackedGroup>> Trackers::load(const Caller& caller,
                                                           std::string_view tracking_id) const {
  auto group = std::make_shared<TrackedGroup>();
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(arn, find_group(rows, caller, tracking_id));
    ATTUNE_TRY(schema, find_schema(rows, caller, arn, data::DatasetType::kInteractions));
    if (!schema) {
      return invalid_input("trackingId: the dataset group has no ACTIVE Interactions dataset");
    }
    group->dataset_group_arn = std::move(arn);
    group->interactions = std::move(*schema);
    return {};
  };
  ATTUNE_TRY_VOID(control_.database.read(work));
  return group;
}

Result<std::shared_ptr<const TrackedGroup>> Trackers::find(const Caller& caller,
                                                           std::string_view tracking_id) {
  const std::string key = caller.account_id + ' ' + caller.region + ' ' + std::string(tracking_id);
  const std::int64_t now_ms = control_.clock.now_ms();
  {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(key);
    if (entry != entries_.end() && now_ms - entry->second.read_at_ms < kTrackerAgeMsMax) {
      return entry->second.group;
    }
  }
  ATTUNE_TRY(group, load(caller, tracking_id));
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kTrackersRememberedMax) entries_.clear();
  entries_.insert_or_assign(key, Entry{.group = group, .read_at_ms = now_ms});
  return group;
}

Result<TrackedGroup> Trackers::find_actions(const Caller& caller,
                                            std::string_view tracking_id) const {
  TrackedGroup found;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    std::string group;
    ATTUNE_TRY_VOID(for_each(rows, caller, resources::Dataset::kKind, std::nullopt,
                             [&](const resources::Resource& row) {
                               const auto dataset = resources::view<resources::Dataset>(row);
                               if (dataset && dataset->tracking_id == tracking_id) {
                                 found.dataset_group_arn = dataset->dataset_arn;
                                 group = dataset->dataset_group_arn;
                               }
                               return group.empty();
                             }));
    ATTUNE_TRY(schema, find_schema(rows, caller, group, data::DatasetType::kActionInteractions));
    if (group.empty() || !schema) {
      return not_found("trackingId: no ACTIVE Action_Interactions dataset has the id " +
                       std::string(tracking_id));
    }
    found.interactions = std::move(*schema);
    return {};
  };
  ATTUNE_TRY_VOID(control_.database.read(work));
  return found;
}

}  // namespace attune::control
