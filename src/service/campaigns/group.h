#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "domain/events/event_log.h"
#include "service/campaigns/campaigns.h"
#include "service/sessions/recent_events.h"

namespace attune::campaigns {

/// What the campaigns of a dataset group share. Thread-safe.
class Group {
 public:
  explicit Group(std::string arn);

  /// From now on the group's events are kept.
  [[nodiscard]] std::shared_ptr<sessions::RecentEvents> start_events();
  /// Null until `start_events`.
  [[nodiscard]] std::shared_ptr<sessions::RecentEvents> events() const;
  /// Makes sure that every stored event after `watermark` is kept. Reads the log only if an earlier
  /// call did not read as far back.
  Result<void> catch_up(const events::EventLog& log, std::uint64_t watermark);

  [[nodiscard]] GroupMetadata metadata() const;
  void set_metadata(GroupMetadata metadata);

 private:
  const std::string arn_;
  std::mutex catching_up_;
  std::optional<std::uint64_t> complete_after_;  // guarded by catching_up_
  mutable std::mutex mutex_;                     // of the members below
  std::shared_ptr<sessions::RecentEvents> events_;
  GroupMetadata metadata_;
};

}  // namespace attune::campaigns
