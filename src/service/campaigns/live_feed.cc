#include "service/campaigns/live_feed.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

namespace attune::campaigns {
namespace {

std::unique_ptr<models::LiveCounts> counts_of(const recipes::SolutionArtefact& solution) {
  return solution.recipe->live_updates ? solution.model->start_live() : nullptr;
}

std::span<const data::ItemIndex> trained_items(const data::InteractionTable& table,
                                               std::string_view user_id) {
  const auto user = table.users ? table.users->find(user_id) : std::nullopt;
  if (!user || *user >= table.user_count()) return {};
  const auto begin = table.offsets[*user];
  return std::span(table.item).subspan(begin, table.offsets[*user + 1] - begin);
}

}  // namespace

LiveFeed::LiveFeed(std::shared_ptr<const recipes::SolutionArtefact> solution, std::string group_arn,
                   const Clock& clock)
    : solution_(std::move(solution)),
      group_arn_(std::move(group_arn)),
      clock_(clock),
      counts_(counts_of(*solution_)),
      newest_sequence_(solution_->event_watermark) {}

Result<void> LiveFeed::catch_up(const events::EventLog& log) {
  return Pause(*this).catch_up(log);
}

void LiveFeed::observe(const events::StoredEvent& stored) {
  if (!counts_) return;
  const std::lock_guard lock(feeding_);
  feed(stored);
}

Result<void> LiveFeed::read(const events::EventLog& log) {
  if (!counts_) return {};
  return log.read(group_arn_, newest_sequence_,
                  [this](const events::StoredEvent& stored) { feed(stored); });
}

void LiveFeed::feed(const events::StoredEvent& stored) {
  if (stored.sequence <= newest_sequence_) return;
  newest_sequence_ = stored.sequence;
  const events::Event& event = stored.event;
  const data::InteractionTable& trained = *solution_->interactions;
  const float value = event.event_value.value_or(std::numeric_limits<float>::quiet_NaN());
  const auto item = trained.items->find(event.item_id);
  if (!item || !solution_->selection.takes(event.event_type, value)) return;
  const std::string& user = event.user_id.empty() ? event.session_id : event.user_id;
  counts_->observe({.user = std::hash<std::string>{}(user),
                    .event = {.item = data::ItemIndex{*item},
                              .event_type = data::kNoEventType,
                              .event_value = value,
                              .timestamp_s = std::min(event.timestamp_s, clock_.now_ms() / 1000)},
                    .trained = trained_items(trained, user)});
}

}  // namespace attune::campaigns
