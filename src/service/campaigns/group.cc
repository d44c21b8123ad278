#include "service/campaigns/group.h"

namespace attune::campaigns {

Group::Group(std::string arn) : arn_(std::move(arn)) {}

std::shared_ptr<sessions::RecentEvents> Group::start_events() {
  const std::lock_guard lock(mutex_);
  if (!events_) events_ = std::make_shared<sessions::RecentEvents>(sessions::RecentEventsOptions{});
  return events_;
}

std::shared_ptr<sessions::RecentEvents> Group::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

Result<void> Group::catch_up(const events::EventLog& log, std::uint64_t watermark) {
  // Events that are stored from here on arrive by Campaigns::observe; those that arrive both ways
  // are kept once.
  const auto events = start_events();
  const std::lock_guard lock(catching_up_);
  if (complete_after_ && *complete_after_ <= watermark) return {};
  ATTUNE_TRY_VOID(
      log.read(arn_, watermark, [&](const events::StoredEvent& stored) { events->add(stored); }));
  complete_after_ = watermark;
  return {};
}

GroupMetadata Group::metadata() const {
  const std::lock_guard lock(mutex_);
  return metadata_;
}

void Group::set_metadata(GroupMetadata metadata) {
  const std::lock_guard lock(mutex_);
  metadata_ = std::move(metadata);
}

}  // namespace attune::campaigns
