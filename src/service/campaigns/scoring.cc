#include "service/campaigns/scoring.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "service/campaigns/request_context.h"

namespace attune::campaigns {
namespace {

void copy_popularity(const Deployed& campaign, std::span<float> scores) {
  std::ranges::copy(campaign.popularity, scores.begin());
}

bool filters_read_history(const Answering& request) {
  const auto reads = [](const GroupFilter* filter) {
    return filter != nullptr && filter->traits.uses_user;
  };
  return reads(request.filters.request) || reads(request.filters.promotion);
}

bool score_for_given_history(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const std::vector<GivenEvent>& given = *request.query.history;
  request.buffers.history = interactions_of(campaign, given, GivenPart::kAll);
  const auto events = interactions_of(campaign, given, GivenPart::kForModel);
  if (events.empty()) {
    copy_popularity(campaign, scores);
    return false;
  }
  const auto state = campaign.users.start_state(request.query.user_id);
  for (const data::Interaction& event : events) campaign.users.advance_state(*state, event);
  request.timer.lap(Stage::kState);
  campaign.deployment.solution->model->score_at(*state, moment_of(campaign, request.query), scores);
  return true;
}

/// What is popular; where the request tells its circumstances, in these (reference 7.3).
bool score_for_nobody(const Deployed& campaign, const models::Moment& moment,
                      std::span<float> scores) {
  if (is_empty(moment.context)) {
    copy_popularity(campaign, scores);
    return false;
  }
  const models::Model& model = *campaign.deployment.solution->model;
  model.score_at(*model.start(std::nullopt), moment, scores);
  return true;
}

/// Also fetches what a filter needs of the history, under the same lock.
bool score_for_user(const Answering& request, std::span<float> scores) {
  if (request.query.history) return score_for_given_history(request, scores);
  const Deployed& campaign = request.campaign;
  const auto user = campaign.users.lock(*request.query.user_id);
  if (filters_read_history(request)) user.append_history(request.buffers.history);
  request.timer.lap(Stage::kState);
  const models::Moment moment = moment_of(campaign, request.query);
  if (user.state() == nullptr) return score_for_nobody(campaign, moment, scores);
  campaign.deployment.solution->model->score_at(*user.state(), moment, scores);
  return true;
}

bool score_related(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const auto item = campaign.items().find(*request.query.item_id);
  if (item && campaign.deployment.solution->model->related(data::ItemIndex{*item}, scores)) {
    return true;
  }
  copy_popularity(campaign, scores);
  if (item) scores[*item] = -std::numeric_limits<float>::infinity();
  return false;
}

void score_for_everyone(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const models::Model& model = *campaign.deployment.solution->model;
  model.score_at(*model.start(std::nullopt), moment_of(campaign, request.query), scores);
}

void fetch_history(const Answering& request) {
  if (!filters_read_history(request)) return;
  if (request.query.history) {
    request.buffers.history =
        interactions_of(request.campaign, *request.query.history, GivenPart::kAll);
  } else {
    request.campaign.users.lock(*request.query.user_id).append_history(request.buffers.history);
  }
}

}  // namespace

Scratch& scratch() {
  thread_local Scratch buffers;
  return buffers;
}

bool compute_scores(const Answering& request) {
  request.buffers.history.clear();
  request.buffers.explored.clear();
  request.buffers.scores.resize(request.campaign.item_count());
  const std::span<float> scores = request.buffers.scores;
  bool by_model = true;
  switch (request.campaign.recipe().type) {
    case recipes::RecipeType::kUserPersonalization:
    case recipes::RecipeType::kPersonalizedRanking:
      by_model = score_for_user(request, scores);
      break;
    case recipes::RecipeType::kRelatedItems:
      fetch_history(request);
      request.timer.lap(Stage::kState);
      by_model = score_related(request, scores);
      break;
    case recipes::RecipeType::kPopularItems:
      fetch_history(request);
      request.timer.lap(Stage::kState);
      score_for_everyone(request, scores);
      break;
  }
  request.timer.lap(Stage::kScore);
  return by_model;
}

Result<std::shared_ptr<const filter::Bitmap>> allowed_items(const Answering& request,
                                                            const GroupFilter* filter,
                                                            const FilterUse* use) {
  if (filter == nullptr || use == nullptr) return nullptr;
  const GroupMetadata metadata = request.campaign.group->metadata();
  ATTUNE_TRY(compiled, request.campaign.filters.get(use->filter_arn, *filter, metadata));
  const auto event_types = request.campaign.users.event_types();
  filter::Request subject;
  subject.values = use->values;
  subject.users = metadata.users.get();
  subject.user_id = request.query.user_id;
  if (request.query.history && !subject.user_id) subject.user_id = "";  // nobody, with a history
  subject.item_id = request.query.item_id;
  subject.history = request.buffers.history;
  subject.event_types = event_types.get();
  return compiled->evaluate(subject);
}

std::vector<data::Interaction> interactions_of(const Deployed& campaign,
                                               const std::vector<GivenEvent>& history,
                                               GivenPart part) {
  const auto types = campaign.users.event_types();
  std::int64_t time_s = 0;
  std::vector<data::Interaction> interactions;
  for (const GivenEvent& event : history) {
    time_s = event.timestamp_s.value_or(time_s);
    const auto item = campaign.items().find(event.item_id);
    const float value = event.event_value.value_or(std::numeric_limits<float>::quiet_NaN());
    const bool counts =
        event.event_type.empty() || campaign.users.model_takes(event.event_type, value);
    if (!item || (part == GivenPart::kForModel && !counts)) continue;
    const auto type = types ? types->find(event.event_type) : std::nullopt;
    interactions.push_back(
        {.item = data::ItemIndex{*item},
         .event_type =
             type ? data::EventTypeIndex{static_cast<std::uint16_t>(*type)} : data::kNoEventType,
         .event_value = value,
         .timestamp_s = time_s});
  }
  return interactions;
}

}  // namespace attune::campaigns
