#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// Where a tracker's events go.
struct TrackedGroup {
  std::string dataset_group_arn;
  data::Schema interactions;  // of what the events are stored as
};

/// Finds dataset groups by tracking id. Remembers each for kTrackerAgeMsMax, so that a deleted
/// tracker is refused after at most that time. Thread-safe.
class Trackers {
 public:
  static constexpr std::int64_t kTrackerAgeMsMax = 1000;
  static constexpr std::size_t kTrackersRememberedMax = 10'000;

  explicit Trackers(const Control& control) : control_(control) {}

  /// kInvalidInput (the only error that PutEvents has) for a tracking id that none of the caller's
  /// ACTIVE trackers has, and for a group without an Interactions dataset.
  Result<std::shared_ptr<const TrackedGroup>> find(const Caller& caller,
                                                   std::string_view tracking_id);
  /// The same of an Action_Interactions dataset's own tracking id: its events stand under the
  /// dataset's ARN. kNotFound for an id that none of the caller's ACTIVE ones has.
  Result<TrackedGroup> find_actions(const Caller& caller, std::string_view tracking_id) const;

 private:
  struct Entry {
    std::shared_ptr<const TrackedGroup> group;
    std::int64_t read_at_ms = 0;
  };
  Result<std::shared_ptr<const TrackedGroup>> load(const Caller& caller,
                                                   std::string_view tracking_id) const;

  const Control& control_;
  std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;  // by account, region and tracking id
};

}  // namespace attune::control
