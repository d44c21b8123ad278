#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/campaigns/answering.h"
#include "service/campaigns/list_stages.h"
#include "service/campaigns/request_context.h"
#include "service/campaigns/request_rules.h"
#include "service/ranking/ranking.h"

namespace attune::campaigns {
namespace {

using State = std::unique_ptr<models::UserState>;

/// The events whose effect is told, and the state before the first of them.
struct Replay {
  State before;
  std::vector<data::Interaction> events;
};

Replay replay_of(const Deployed& campaign, const Query& query,
                 const std::vector<data::Interaction>& history) {
  constexpr std::size_t kReplayedMax = 500;
  const std::size_t first = history.size() - std::min(history.size(), kReplayedMax);
  const std::size_t told = history.size() - std::min(history.size(), kExplainedEventsMax);
  Replay replay{.before = campaign.users.start_state(query.user_id), .events = {}};
  for (std::size_t i = first; i < told; ++i) {
    campaign.users.advance_state(*replay.before, history[i]);
  }
  replay.events.assign(history.begin() + static_cast<std::ptrdiff_t>(told), history.end());
  return replay;
}

class Effects {
 public:
  Effects(const Deployed& campaign, const Query& query, data::ItemIndex item)
      : campaign_(campaign),
        moment_(moment_of(campaign, query)),
        item_(item),
        scores_(campaign.item_count()) {}

  /// One state a left-out event: replays grow with the square of kExplainedEventsMax.
  std::vector<EventEffect> of(const Replay& replay) {
    State whole = replay.before->clone();
    for (const data::Interaction& event : replay.events) {
      campaign_.users.advance_state(*whole, event);
    }
    const double with_all = log_probability(*whole);
    std::vector<EventEffect> effects;
    State prefix = replay.before->clone();
    for (std::size_t left_out = 0; left_out < replay.events.size(); ++left_out) {
      State state = prefix->clone();
      for (std::size_t i = left_out + 1; i < replay.events.size(); ++i) {
        campaign_.users.advance_state(*state, replay.events[i]);
      }
      effects.push_back(named(replay.events[left_out], with_all - log_probability(*state)));
      campaign_.users.advance_state(*prefix, replay.events[left_out]);
    }
    std::ranges::stable_sort(effects, std::ranges::greater{},
                             [](const EventEffect& effect) { return std::abs(effect.effect); });
    return effects;
  }

 private:
  double log_probability(const models::UserState& state) {
    campaign_.deployment.solution->model->score_at(state, moment_, scores_);
    return static_cast<double>(scores_[data::raw(item_)]) - ranking::log_sum_exp(scores_);
  }

  [[nodiscard]] EventEffect named(const data::Interaction& event, double effect) const {
    const auto item = static_cast<std::uint32_t>(data::raw(event.item));
    EventEffect told{.item_id = std::string(campaign_.items().text(item)),
                     .event_type = {},
                     .timestamp_s = event.timestamp_s,
                     .effect = effect};
    const auto types = campaign_.users.event_types();
    if (types && data::raw(event.event_type) < types->size()) {
      told.event_type = types->text(static_cast<std::uint32_t>(data::raw(event.event_type)));
    }
    return told;
  }

  const Deployed& campaign_;
  const models::Moment moment_;
  const data::ItemIndex item_;
  std::vector<float> scores_;
};

bool is_about_a_user(const Deployed& campaign) {
  return campaign.recipe().type == recipes::RecipeType::kUserPersonalization ||
         campaign.recipe().type == recipes::RecipeType::kPersonalizedRanking;
}

std::vector<data::Interaction> history_of(const Asked& asked) {
  if (asked.query.history) {
    return interactions_of(asked.campaign, *asked.query.history, GivenPart::kForModel);
  }
  std::vector<data::Interaction> history;
  asked.campaign.users.lock(*asked.query.user_id).append_folded_history(history);
  return history;
}

void explain_by_history(const Asked& asked, data::ItemIndex item, Explanation& into) {
  const std::vector<data::Interaction> history = history_of(asked);
  into.history_events = history.size();
  if (history.empty()) return;
  const Replay replay = replay_of(asked.campaign, asked.query, history);
  into.effects = Effects(asked.campaign, asked.query, item).of(replay);
  const auto* parts =
      dynamic_cast<const models::ScoreParts*>(asked.campaign.deployment.solution->model.get());
  if (parts == nullptr) return;
  State whole = replay.before->clone();
  for (const data::Interaction& event : replay.events) {
    asked.campaign.users.advance_state(*whole, event);
  }
  into.parts = parts->parts(*whole, item);
}

void explain_exploration(const Answering& request, data::ItemIndex item, float model_score,
                         Explanation& into) {
  const CampaignExploration* exploration = request.campaign.exploration.get();
  if (exploration == nullptr || !request.query.user_id) return;
  const auto candidates = exploration->candidates(request.campaign.group->metadata());
  if (!std::ranges::binary_search(*candidates, item, {}, &ranking::Candidate::item)) return;
  into.exploration =
      ExplorationEffect{.evidence = exploration->evidence()[data::raw(item)].load(),
                        .drawn = std::ranges::binary_search(request.buffers.explored, item, {},
                                                            &ranking::Explored::item),
                        .model_score = static_cast<double>(model_score),
                        .score = static_cast<double>(request.buffers.scores[data::raw(item)])};
}

Result<void> explain_filters(const Answering& request, data::ItemIndex item, Explanation& into) {
  const Query& query = request.query;
  ATTUNE_TRY(allowed, allowed_items(request, request.filters.request,
                                    query.filter ? &*query.filter : nullptr));
  ATTUNE_TRY(promotable, allowed_items(request, request.filters.promotion,
                                       query.promotion ? &query.promotion->filter : nullptr));
  if (allowed) into.passes_filter = allowed->test(data::raw(item));
  if (promotable) into.promotable = promotable->test(data::raw(item));
  return {};
}

// Random places are drawn anew for every answer: this is where the item stands in one of them.
void find_place(const std::vector<ranking::RankedItem>& list, data::ItemIndex item,
                Explanation& into) {
  const auto found = std::ranges::find(list, item, &ranking::RankedItem::item);
  if (found == list.end()) return;
  into.place = static_cast<std::size_t>(found - list.begin()) + 1;
  into.promoted = found->promoted;
}

std::size_t rank_of(const std::vector<float>& scores, std::size_t item) {
  return static_cast<std::size_t>(
             std::ranges::count_if(scores, [&](float score) { return score > scores[item]; })) +
         1;
}

}  // namespace

Result<Explanation> explain_recommendation(const Asked& asked, std::string_view item_id) {
  ATTUNE_TRY(count, check_recommendation(asked.query, asked.campaign, asked.filters));
  const auto index = asked.campaign.items().find(item_id);
  if (!index) return not_found("itemId: the model does not know " + std::string(item_id));
  const data::ItemIndex item{*index};
  StageTimer timer(nullptr);
  Scratch buffers;
  const Answering request{asked.query, asked.campaign, asked.filters, buffers, timer};
  Explanation explanation;
  explanation.item_id = item_id;
  explanation.from_popularity = !compute_scores(request);
  const float model_score = buffers.scores[data::raw(item)];
  explanation.score =
      std::exp(static_cast<double>(model_score) - ranking::log_sum_exp(buffers.scores));
  ATTUNE_TRY_VOID(explain_filters(request, item, explanation));
  ATTUNE_TRY(list, run_stages(request, {.count = count, .now_ms = asked.now_ms, .seed = 0}));
  explanation.rank = rank_of(buffers.scores, data::raw(item));
  find_place(list, item, explanation);
  explain_exploration(request, item, model_score, explanation);
  if (is_about_a_user(asked.campaign) && !explanation.from_popularity) {
    explain_by_history(asked, item, explanation);
  }
  return explanation;
}

}  // namespace attune::campaigns
