#include "api/operations/put_events.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/operations/event_properties.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "service/campaigns/campaigns.h"

namespace attune::operations {
namespace {

constexpr std::size_t kItemIdLengthMax = 256;

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    if (!out.empty()) out += '|';
    out += id;
  }
  return out;
}

Result<EventProperties> properties_of(const SentEvent& sent, const data::Schema& interactions,
                                      const std::string& path) {
  if (!sent.properties) return EventProperties{};
  return read_event_properties(sent.properties->text, interactions, path + ".properties");
}

Result<void> check_size(const SentEvent& sent, const std::string& path) {
  const std::size_t size = json::write(json::write(sent)).size();
  if (size <= kEventBytesMax) return {};
  return invalid_input(path + ": " + std::to_string(size) + " bytes, at most " +
                       std::to_string(kEventBytesMax));
}

Result<void> set_value(events::Event& event, double value, const std::string& path) {
  if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
    return invalid_input(path + ".eventValue: does not fit a float");
  }
  event.event_value = static_cast<float>(value);
  return {};
}

Result<events::Event> event_of(const SentEvent& sent, const data::Schema& interactions,
                               const std::string& path, std::int64_t now_ms) {
  ATTUNE_TRY_VOID(check_size(sent, path));
  ATTUNE_TRY(properties, properties_of(sent, interactions, path));
  constexpr std::int64_t kMsPerSecond = 1000;
  events::Event event;
  event.event_id = sent.event_id ? *sent.event_id : make_time_ordered_uuid(now_ms);
  event.event_type = sent.event_type;
  event.item_id = sent.item_id.value_or(properties.item_id.value_or(""));
  event.event_value = properties.event_value;
  if (sent.event_value) ATTUNE_TRY_VOID(set_value(event, *sent.event_value, path));
  event.timestamp_s = sent.sent_at.ms / kMsPerSecond;
  event.properties = std::move(properties.columns);
  event.recommendation_id = sent.recommendation_id.value_or("");
  if (sent.impression) event.impression = joined(*sent.impression);
  if (sent.metric_attribution) {
    event.attribution_source = sent.metric_attribution->event_attribution_source;
  }
  if (event.item_id.size() > kItemIdLengthMax * 4) {
    return invalid_input(path + ".properties.itemId: longer than " +
                         std::to_string(kItemIdLengthMax) + " characters");
  }
  return event;
}

}  // namespace

Result<std::vector<events::Event>> events_of(const PutEventsRequest& request,
                                             const control::Caller& caller,
                                             const control::TrackedGroup& group,
                                             std::int64_t now_ms) {
  std::vector<events::Event> all;
  all.reserve(request.event_list.size());
  for (std::size_t i = 0; i < request.event_list.size(); ++i) {
    ATTUNE_TRY(event, event_of(request.event_list[i], group.interactions,
                               "eventList[" + std::to_string(i) + ']', now_ms));
    event.account_id = caller.account_id;
    event.dataset_group_arn = group.dataset_group_arn;
    event.user_id = request.user_id.value_or("");
    event.session_id = request.session_id;
    all.push_back(std::move(event));
  }
  return all;
}

void resolve_recommendations(const campaigns::Campaigns& campaigns,
                             std::vector<events::Event>& events) {
  for (events::Event& event : events) {
    if (event.recommendation_id.empty()) continue;
    const auto answer = campaigns.find_answer(event.recommendation_id);
    if (!answer || answer->dataset_group_arn != event.dataset_group_arn) continue;
    if (event.impression.empty()) event.impression = joined(answer->item_ids);
    if (event.attribution_source.empty()) event.attribution_source = answer->campaign_arn;
  }
}

void put_events(const Context& context, const control::Caller& caller, const json::Value& body,
                Done done) {
  const auto request = json::read<PutEventsRequest>(body);
  if (!request) return done(std::unexpected(request.error()));
  const auto group = context.trackers.find(caller, request->tracking_id);
  if (!group) return done(std::unexpected(group.error()));
  auto all = events_of(*request, caller, **group, context.control.clock.now_ms());
  if (!all) return done(std::unexpected(all.error()));
  resolve_recommendations(context.campaigns, *all);
  context.events.append(std::move(*all), [done = std::move(done)](Result<void> stored) mutable {
    if (!stored) return done(std::unexpected(std::move(stored.error())));
    done(json::Value());
  });
}

}  // namespace attune::operations
