#include "service/sessions/recent_events.h"

#include <algorithm>
#include <utility>

#include "foundation/base/check.h"

namespace attune::sessions {
namespace {

RecentEvent recent(const events::StoredEvent& stored) {
  const events::Event& event = stored.event;
  return {.sequence = stored.sequence,
          .timestamp_s = event.timestamp_s,
          .event_value = event.event_value.value_or(std::numeric_limits<float>::quiet_NaN()),
          .anonymous = event.user_id.empty(),
          .item_id = event.item_id,
          .event_type = event.event_type,
          .properties = event.properties};
}

}  // namespace

RecentEvents::RecentEvents(const RecentEventsOptions& options) : options_(options) {}

void RecentEvents::add(const events::StoredEvent& stored) {
  const events::Event& event = stored.event;
  const bool identified = !event.user_id.empty();
  if (identified && !event.session_id.empty() && event.session_id != event.user_id) {
    join(event.session_id, event.user_id);
  }
  if (event.item_id.empty()) return;
  append(identified ? event.user_id : event.session_id, recent(stored));
}

void RecentEvents::read(std::string_view user_id, Cursor& cursor,
                        std::vector<RecentEvent>& out) const {
  const Shard& shard = shard_of(user_id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(user_id);
  if (found == shard.entries.end()) return;
  const Entry& entry = found->second;
  if (cursor.generation != entry.generation) cursor = {entry.generation, 0};
  const std::uint64_t begin = std::max(cursor.next, entry.first) - entry.first;
  for (std::size_t i = begin; i < entry.events.size(); ++i) out.push_back(entry.events[i]);
  cursor.next = entry.first + entry.events.size();
}

bool RecentEvents::knows(std::string_view user_id) const {
  const Shard& shard = shard_of(user_id);
  const std::lock_guard lock(shard.mutex);
  return shard.entries.contains(user_id);
}

std::size_t RecentEvents::event_count() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    count += shard.event_count;
  }
  return count;
}

RecentEvents::Shard& RecentEvents::shard_of(std::string_view user_id) const {
  return shards_[Hash{}(user_id) % kShardCount];
}

void RecentEvents::append(std::string_view user_id, RecentEvent event) {
  Shard& shard = shard_of(user_id);
  const std::lock_guard lock(shard.mutex);
  Entry& entry = touched_entry(shard, user_id);
  if (event.sequence <= entry.sequence_max) {
    const bool repeated = event.sequence <= entry.dropped_through ||
                          std::ranges::find(entry.events, event.sequence, &RecentEvent::sequence) !=
                              entry.events.end();
    if (repeated) return;
  }
  entry.sequence_max = std::max(entry.sequence_max, event.sequence);
  entry.events.push_back(std::move(event));
  ++shard.event_count;
  if (entry.events.size() > options_.events_per_user_max) {
    const std::size_t dropped = std::max<std::size_t>(options_.events_per_user_max / 4, 1);
    for (std::size_t i = 0; i < dropped; ++i) {
      entry.dropped_through = std::max(entry.dropped_through, entry.events[i].sequence);
    }
    entry.events.erase(entry.events.begin(),
                       entry.events.begin() + static_cast<std::ptrdiff_t>(dropped));
    entry.first += dropped;
    shard.event_count -= dropped;
  }
  make_room(shard, entry);
}

void RecentEvents::join(std::string_view session_id, std::string_view user_id) {
  std::vector<RecentEvent> events;
  {
    Shard& shard = shard_of(session_id);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(session_id);
    if (found == shard.entries.end()) return;
    Entry& entry = found->second;
    for (std::size_t i = std::max(entry.joined, entry.first) - entry.first; i < entry.events.size();
         ++i) {
      if (entry.events[i].anonymous) events.push_back(entry.events[i]);
    }
    entry.joined = entry.first + entry.events.size();
  }
  for (RecentEvent& event : events) {
    event.anonymous = false;
    append(user_id, std::move(event));
  }
}

RecentEvents::Entry& RecentEvents::touched_entry(Shard& shard, std::string_view user_id) {
  if (const auto found = shard.entries.find(user_id); found != shard.entries.end()) {
    shard.by_use.splice(shard.by_use.begin(), shard.by_use, found->second.by_use);
    return found->second;
  }
  shard.by_use.emplace_front(user_id);
  Entry& entry = shard.entries[std::string(user_id)];
  entry.generation = next_generation_.fetch_add(1);
  entry.by_use = shard.by_use.begin();
  return entry;
}

void RecentEvents::make_room(Shard& shard, Entry& kept) const {
  const std::size_t events_max = std::max<std::size_t>(options_.events_max / kShardCount, 1);
  while (shard.event_count > events_max && kept.by_use != std::prev(shard.by_use.end())) {
    const auto oldest = shard.entries.find(shard.by_use.back());
    ATTUNE_CHECK(oldest != shard.entries.end());
    shard.event_count -= oldest->second.events.size();
    shard.entries.erase(oldest);
    shard.by_use.pop_back();
  }
}

}  // namespace attune::sessions
