#include "service/campaigns/answering.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "foundation/base/unique_id.h"
#include "service/campaigns/item_metadata.h"
#include "service/campaigns/request_rules.h"
#include "service/ranking/ranking.h"

namespace attune::campaigns {
namespace {

using SharedBitmap = std::shared_ptr<const filter::Bitmap>;

/// The buffers of a request, kept by its thread from one request to the next.
struct Scratch {
  std::vector<float> scores;
  std::vector<data::Interaction> history;
};
Scratch& scratch() {
  thread_local Scratch buffers;
  return buffers;
}

/// A request while it is answered.
struct Answering {
  const Query& query;
  const Deployed& campaign;
  const GroupFilter* filter;
  Scratch& buffers;
};

void copy_popularity(const Deployed& campaign, std::span<float> scores) {
  std::ranges::copy(campaign.popularity, scores.begin());
}

std::span<float> sized_scores(const Answering& request) {
  request.buffers.scores.resize(request.campaign.item_count());
  return request.buffers.scores;
}

bool filter_reads_history(const Answering& request) {
  return request.filter != nullptr && request.filter->traits.uses_user;
}

/// The user's scores, or those of popularity for a user without history; also fetches what a filter
/// needs of the history, under the same lock.
void score_for_user(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const auto user = campaign.users.lock(*request.query.user_id);
  if (user.state() != nullptr) {
    campaign.deployment.solution->model->score_at(*user.state(), {.live = campaign.live.counts()},
                                                  scores);
  } else {
    copy_popularity(campaign, scores);
  }
  if (filter_reads_history(request)) user.append_history(request.buffers.history);
}

void score_related(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const auto item = campaign.items().find(*request.query.item_id);
  if (item && campaign.deployment.solution->model->related(data::ItemIndex{*item}, scores)) return;
  copy_popularity(campaign, scores);
  if (item) scores[*item] = -std::numeric_limits<float>::infinity();
}

void score_for_everyone(const Answering& request, std::span<float> scores) {
  const Deployed& campaign = request.campaign;
  const models::Model& model = *campaign.deployment.solution->model;
  model.score_at(*model.start(std::nullopt), {.live = campaign.live.counts()}, scores);
}

void fetch_history(const Answering& request) {
  if (!filter_reads_history(request)) return;
  request.campaign.users.lock(*request.query.user_id).append_history(request.buffers.history);
}

void compute_scores(const Answering& request, std::span<float> scores) {
  request.buffers.history.clear();
  switch (request.campaign.recipe().type) {
    case recipes::RecipeType::kUserPersonalization:
    case recipes::RecipeType::kPersonalizedRanking:
      score_for_user(request, scores);
      return;
    case recipes::RecipeType::kRelatedItems:
      score_related(request, scores);
      break;
    case recipes::RecipeType::kPopularItems:
      score_for_everyone(request, scores);
      break;
  }
  fetch_history(request);
}

/// Null: no filter.
Result<SharedBitmap> allowed_items(const Answering& request) {
  if (request.filter == nullptr) return nullptr;
  const GroupMetadata metadata = request.campaign.group->metadata();
  ATTUNE_TRY(compiled, request.campaign.filters.get(request.query.filter->filter_arn,
                                                    *request.filter, metadata));
  const auto event_types = request.campaign.users.event_types();
  filter::Request subject;
  subject.values = request.query.filter->values;
  subject.users = metadata.users.get();
  subject.user_id = request.query.user_id;
  subject.item_id = request.query.item_id;
  subject.history = request.buffers.history;
  subject.event_types = event_types.get();
  return compiled->evaluate(subject);
}

Answer answer_with(const Answering& request, std::vector<AnsweredItem> items) {
  if (!request.query.metadata_columns.empty()) {
    if (const auto table = request.campaign.group->metadata().items) {
      for (AnsweredItem& item : items) {
        item.metadata = metadata_of(*table, item.item_id, request.query.metadata_columns);
      }
    }
  }
  return {.items = std::move(items), .recommendation_id = "RID-" + make_uuid()};
}

std::vector<std::string_view> without_repeats(const std::vector<std::string>& list) {
  std::vector<std::string_view> firsts;
  firsts.reserve(list.size());
  std::unordered_set<std::string_view> seen;
  for (const std::string& item : list) {
    if (seen.insert(item).second) firsts.push_back(item);
  }
  return firsts;
}

}  // namespace

Result<Answer> answer_recommendation(const Query& query, const Deployed& campaign,
                                     const GroupFilter* filter) {
  ATTUNE_TRY(count, check_recommendation(query, campaign, filter));
  const Answering request{query, campaign, filter, scratch()};
  const std::span<float> scores = sized_scores(request);
  compute_scores(request, scores);
  ATTUNE_TRY(allowed, allowed_items(request));
  ranking::Recommendation recommendation{.scores = scores,
                                         .allowed = allowed.get(),
                                         .count = count,
                                         .log_normaliser = {},
                                         .items = {}};
  if (campaign.recipe().answers_scores) ranking::normalise(recommendation);
  ranking::select(recommendation);

  std::vector<AnsweredItem> items;
  items.reserve(recommendation.items.size());
  for (const ranking::RankedItem& ranked : recommendation.items) {
    const auto index = static_cast<std::uint32_t>(data::raw(ranked.item));
    items.push_back({std::string(campaign.items().text(index)), ranked.score, {}});
  }
  return answer_with(request, std::move(items));
}

Result<Answer> answer_ranking(const Query& query, const Deployed& campaign,
                              const GroupFilter* filter) {
  ATTUNE_TRY_VOID(check_ranking(query, campaign, filter));
  const Answering request{query, campaign, filter, scratch()};
  const std::span<float> scores = sized_scores(request);
  compute_scores(request, scores);
  ATTUNE_TRY(allowed, allowed_items(request));

  const std::vector<std::string_view> list = without_repeats(query.input_list);
  std::vector<std::optional<data::ItemIndex>> indices;
  indices.reserve(list.size());
  for (const std::string_view item : list) {
    const auto index = campaign.items().find(item);
    indices.push_back(index ? std::optional(data::ItemIndex{*index}) : std::nullopt);
  }
  const auto entries =
      ranking::rank({.items = indices,
                     .scores = scores,
                     .allowed = allowed.get(),
                     .unknown_allowed = filter == nullptr || !filter->traits.has_include});
  std::vector<AnsweredItem> items;
  items.reserve(entries.size());
  for (const ranking::RankedEntry& entry : entries) {
    items.push_back({std::string(list[entry.position]), entry.score, {}});
  }
  return answer_with(request, std::move(items));
}

}  // namespace attune::campaigns
