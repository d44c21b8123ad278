#include "service/campaigns/group.h"

#include <algorithm>
#include <cstddef>
#include <limits>

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

void Group::observe(const events::StoredEvent& stored) {
  const auto events = this->events();
  if (!events) return;
  events->add(stored);
  count_items(stored.event);
}

void Group::add_exploration(const std::shared_ptr<CampaignExploration>& exploration) {
  const std::lock_guard lock(evidence_mutex_);
  for (const auto& [item, times] : evidence_) exploration->add_evidence(item, times);
  std::erase_if(explorations_, [](const auto& known) { return known.expired(); });
  explorations_.push_back(exploration);
}

// The item that was chosen counts once, whether or not the impression holds it.
void Group::count_items(const events::Event& event) {
  const std::lock_guard lock(evidence_mutex_);
  if (!event.item_id.empty()) count(event.item_id);
  std::string_view shown = event.impression;
  while (!shown.empty()) {
    const std::string_view item = shown.substr(0, shown.find('|'));
    shown.remove_prefix(std::min(shown.size(), item.size() + 1));
    if (item != event.item_id) count(item);
  }
}

void Group::count(std::string_view item_id) {
  auto counted = evidence_.find(item_id);
  if (counted == evidence_.end() && evidence_.size() < kCountedItemsMax) {
    counted = evidence_.emplace(item_id, 0).first;
  }
  if (counted != evidence_.end()) ++counted->second;
  for (const auto& known : explorations_) {
    if (const auto exploration = known.lock()) exploration->add_evidence(item_id, 1);
  }
}

Result<void> Group::catch_up(const events::EventLog& log, std::uint64_t watermark) {
  // Events that are stored from here on arrive by Campaigns::observe; those that arrive both ways
  // are kept once.
  const auto events = start_events();
  const std::lock_guard lock(catching_up_);
  if (complete_after_ && *complete_after_ <= watermark) return {};
  // What was read back to before is counted already; an event that is stored meanwhile may count
  // twice.
  const std::uint64_t counted_after =
      complete_after_.value_or(std::numeric_limits<std::uint64_t>::max());
  ATTUNE_TRY_VOID(log.read(arn_, watermark, [&](const events::StoredEvent& stored) {
    events->add(stored);
    if (stored.sequence <= counted_after) count_items(stored.event);
  }));
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
