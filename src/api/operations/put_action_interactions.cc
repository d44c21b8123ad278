#include "api/operations/put_action_interactions.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "api/operations/event_properties.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"

namespace attune::operations {
namespace {

Result<events::Event> event_of(const SentActionInteraction& sent,
                               const control::TrackedGroup& dataset, const std::string& path,
                               std::int64_t now_ms) {
  constexpr std::int64_t kMsPerSecond = 1000;
  events::Event event;
  event.dataset_group_arn = dataset.dataset_group_arn;
  event.user_id = sent.user_id.value_or("");
  event.session_id = sent.session_id;
  event.event_id = sent.event_id ? *sent.event_id : make_time_ordered_uuid(now_ms);
  event.event_type = sent.event_type;
  event.item_id = sent.action_id;
  event.timestamp_s = sent.timestamp.ms / kMsPerSecond;
  event.recommendation_id = sent.recommendation_id.value_or("");
  for (const std::string& shown : sent.impression.value_or(std::vector<std::string>{})) {
    if (!event.impression.empty()) event.impression += '|';
    event.impression += shown;
  }
  if (!sent.properties) return event;
  ATTUNE_TRY(properties, read_event_properties(sent.properties->text, dataset.interactions,
                                               path + ".properties"));
  event.properties = std::move(properties.columns);
  return event;
}

}  // namespace

void put_action_interactions(const Context& context, const control::Caller& caller,
                             const json::Value& body, Done done) {
  const auto request = json::read<PutActionInteractionsRequest>(body);
  if (!request) return done(std::unexpected(request.error()));
  const auto dataset = context.trackers.find_actions(caller, request->tracking_id);
  if (!dataset) return done(std::unexpected(dataset.error()));
  std::vector<events::Event> all;
  for (std::size_t i = 0; i < request->action_interactions.size(); ++i) {
    auto event =
        event_of(request->action_interactions[i], *dataset,
                 "actionInteractions[" + std::to_string(i) + ']', context.control.clock.now_ms());
    if (!event) return done(std::unexpected(event.error()));
    event->account_id = caller.account_id;
    all.push_back(std::move(*event));
  }
  context.events.append(std::move(all), [done = std::move(done)](Result<void> stored) mutable {
    if (!stored) return done(std::unexpected(std::move(stored.error())));
    done(json::Value());
  });
}

}  // namespace attune::operations
