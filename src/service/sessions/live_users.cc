#include "service/sessions/live_users.h"

#include <algorithm>

#include "domain/data/context_cell.h"
#include "domain/data/property.h"
#include "foundation/json/value.h"

namespace attune::sessions {
namespace {

// Scratch of a thread; never larger than a user's history.
std::vector<RecentEvent>& arrived_scratch() {
  thread_local std::vector<RecentEvent> events;
  events.clear();
  return events;
}
std::vector<data::Interaction>& history_scratch() {
  thread_local std::vector<data::Interaction> history;
  history.clear();
  return history;
}

// Both parts are in time order; most often the second one is the newer.
void merge_from(std::size_t first, std::size_t middle, std::vector<data::Interaction>& out) {
  if (middle == first || middle == out.size() ||
      out[middle - 1].timestamp_s <= out[middle].timestamp_s) {
    return;
  }
  const auto at = [&out](std::size_t position) {
    return out.begin() + static_cast<std::ptrdiff_t>(position);
  };
  std::ranges::inplace_merge(at(first), at(middle), out.end(), {}, &data::Interaction::timestamp_s);
}

std::size_t size_of(const std::shared_ptr<const data::Vocabulary>& vocabulary) {
  return vocabulary ? vocabulary->size() : 0;
}

std::optional<data::UserIndex> user_of(const data::InteractionTable* table,
                                       std::string_view user_id) {
  if (table == nullptr || !table->users) return std::nullopt;
  const std::optional<std::uint32_t> index = table->users->find(user_id);
  return index ? std::optional(data::UserIndex{*index}) : std::nullopt;
}

/// Appends the user's rows and merges them into what `out` holds from `first` on.
void merge_rows(const data::InteractionTable& table, data::UserIndex user, std::size_t first,
                std::vector<data::Interaction>& out) {
  const std::size_t index = data::raw(user);
  if (index >= table.user_count()) return;
  const std::size_t middle = out.size();
  for (std::size_t row = table.offsets[index]; row < table.offsets[index + 1]; ++row) {
    out.push_back(table.row(row));
  }
  merge_from(first, middle, out);
}

/// The metadata of an event by the columns that the model was trained with; properties that are no
/// JSON object say nothing.
data::ContextCells context_of(const RecentEvent& event,
                              const std::vector<data::ContextColumn>& columns) {
  data::ContextCells cells;
  if (columns.empty() || event.properties.empty()) return cells;
  const auto properties = json::parse(event.properties);
  if (!properties || properties->if_object() == nullptr) return cells;
  for (std::size_t c = 0; c < std::min(columns.size(), cells.size()); ++c) {
    const json::Value* value = data::find_property(*properties, columns[c].name);
    if (value != nullptr) cells[c] = data::context_cell(columns[c], *value);
  }
  return cells;
}

}  // namespace

LiveUsers::LiveUsers(Trained trained, std::shared_ptr<const RecentEvents> recent_events,
                     const LiveUsersOptions& options)
    : trained_(std::move(trained)),
      recent_events_(std::move(recent_events)),
      options_(options),
      trained_event_type_count_(size_of(trained_.interactions->event_types)),
      event_types_(trained_.unselected ? trained_.unselected->event_types
                                       : trained_.interactions->event_types) {}

LiveUsers::~LiveUsers() = default;

const models::UserState* LiveUsers::Locked::state() const {
  return user_ ? user_->state.get() : nullptr;
}

void LiveUsers::Locked::append_history(std::vector<data::Interaction>& out) const {
  if (user_) users_->append_history(*user_, out);
}

void LiveUsers::Locked::append_folded_history(std::vector<data::Interaction>& out) const {
  if (user_) users_->append_folded_history(*user_, out);
}

LiveUsers::Locked LiveUsers::lock(std::string_view user_id) {
  Locked locked;
  locked.users_ = this;
  locked.user_ = find_or_add(user_id);
  if (!locked.user_) return locked;
  locked.lock_ = std::unique_lock(locked.user_->mutex);
  refresh(*locked.user_, user_id);
  return locked;
}

std::size_t LiveUsers::size() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    count += shard.by_id.size();
  }
  return count;
}

// A user that nobody knows is not kept, so that invented ids push nobody out.
std::shared_ptr<LiveUsers::User> LiveUsers::find_or_add(std::string_view user_id) {
  Shard& shard = shards_[Hash{}(user_id) % kShardCount];
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.by_id.find(user_id); found != shard.by_id.end()) {
      shard.by_use.splice(shard.by_use.begin(), shard.by_use, found->second);
      return found->second->second;
    }
  }
  const auto trained = user_of(trained_.interactions.get(), user_id);
  const auto unselected = user_of(trained_.unselected.get(), user_id);
  if (!trained && !unselected && !recent_events_->knows(user_id)) return nullptr;
  auto user = std::make_shared<User>();
  user->trained = trained;
  user->unselected = unselected;

  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.by_id.find(user_id); found != shard.by_id.end()) {
    return found->second->second;
  }
  shard.by_use.emplace_front(user_id, user);
  shard.by_id.emplace(shard.by_use.front().first, shard.by_use.begin());
  if (shard.by_id.size() > std::max<std::size_t>(options_.users_max / kShardCount, 1)) {
    shard.by_id.erase(shard.by_use.back().first);
    shard.by_use.pop_back();
  }
  return user;
}

void LiveUsers::refresh(User& user, std::string_view user_id) {
  std::vector<RecentEvent>& arrived = arrived_scratch();
  recent_events_->read(user_id, user.cursor, arrived);
  const bool out_of_order = !arrived.empty() && take_in(user, arrived);
  if (out_of_order || !user.built) rebuild(user);
}

bool LiveUsers::take_in(User& user, const std::vector<RecentEvent>& events) {
  bool out_of_order = false;
  for (const RecentEvent& event : events) {
    if (event.sequence <= trained_.event_watermark) continue;
    const bool known = std::ranges::find(user.streamed, event.sequence, &Streamed::sequence) !=
                       user.streamed.end();
    const auto interaction = interaction_of(event);
    if (known || !interaction) continue;
    const auto place = std::ranges::upper_bound(
        user.streamed, event.timestamp_s, {},
        [](const Streamed& streamed) { return streamed.interaction.timestamp_s; });
    const bool moves = options_.liveness == Liveness::kEventsMoveState &&
                       model_takes(event.event_type, event.event_value);
    user.streamed.insert(place, {*interaction, event.sequence, moves});
    if (user.streamed.size() > options_.streamed_events_max) {
      user.streamed.erase(user.streamed.begin());
    }
    if (!user.built || !moves) continue;
    out_of_order |= event.timestamp_s < user.newest_s;
    if (!out_of_order) advance(user, *interaction);
  }
  return out_of_order;
}

void LiveUsers::rebuild(User& user) const {
  std::vector<data::Interaction>& history = history_scratch();
  append_folded_history(user, history);
  user.built = true;
  user.state = nullptr;
  const std::size_t skipped =
      history.size() - std::min(history.size(), options_.replayed_events_max);
  for (std::size_t i = skipped; i < history.size(); ++i) advance(user, history[i]);
}

std::unique_ptr<models::UserState> LiveUsers::start_state(
    std::optional<std::string_view> user_id) const {
  return trained_.model->start(user_id ? user_of(trained_.interactions.get(), *user_id)
                                       : std::nullopt);
}

void LiveUsers::advance_state(models::UserState& state, const data::Interaction& event) const {
  data::Interaction step = event;
  // The model knows only the types it was trained on.
  if (data::raw(step.event_type) >= trained_event_type_count_) step.event_type = data::kNoEventType;
  trained_.model->advance(state, step);
}

void LiveUsers::advance(User& user, const data::Interaction& event) const {
  if (!user.state) user.state = trained_.model->start(user.trained);
  advance_state(*user.state, event);
  user.newest_s = std::max(user.newest_s, event.timestamp_s);
}

void LiveUsers::append_history(const User& user, std::vector<data::Interaction>& out) const {
  const std::size_t first = out.size();
  if (user.trained) merge_rows(*trained_.interactions, *user.trained, first, out);
  if (user.unselected) merge_rows(*trained_.unselected, *user.unselected, first, out);
  const std::size_t middle = out.size();
  for (const Streamed& streamed : user.streamed) out.push_back(streamed.interaction);
  merge_from(first, middle, out);
}

void LiveUsers::append_folded_history(const User& user, std::vector<data::Interaction>& out) const {
  const std::size_t first = out.size();
  if (user.trained) merge_rows(*trained_.interactions, *user.trained, first, out);
  const std::size_t middle = out.size();
  for (const Streamed& streamed : user.streamed) {
    if (streamed.moves_state) out.push_back(streamed.interaction);
  }
  merge_from(first, middle, out);
}

std::optional<data::Interaction> LiveUsers::interaction_of(const RecentEvent& event) {
  const auto& items = trained_.interactions->items;
  const std::optional<std::uint32_t> item = items ? items->find(event.item_id) : std::nullopt;
  if (!item) return std::nullopt;
  return data::Interaction{.item = data::ItemIndex{*item},
                           .event_type = event_types_.index_of(event.event_type),
                           .event_value = event.event_value,
                           .timestamp_s = event.timestamp_s,
                           .context = context_of(event, trained_.interactions->context)};
}

}  // namespace attune::sessions
