#include "service/campaigns/list_stages.h"

#include <optional>
#include <utility>

#include "service/campaigns/exploration.h"
#include "service/ranking/exploration.h"
#include "service/ranking/promotion.h"

namespace attune::campaigns {

void explore(const Answering& request, std::int64_t now_ms) {
  const CampaignExploration* exploration = request.campaign.exploration.get();
  if (exploration == nullptr || !request.query.user_id) return;
  const auto candidates = exploration->candidates(request.campaign.group->metadata());
  ranking::explore(request.buffers.scores,
                   {.weight = exploration->weight(),
                    .candidates = *candidates,
                    .evidence = exploration->evidence(),
                    .seed = exploration_seed(*request.query.user_id, now_ms)},
                   request.buffers.explored);
}

Result<std::vector<ranking::RankedItem>> run_stages(const Answering& request,
                                                    const ListOptions& options) {
  const Query& query = request.query;
  ATTUNE_TRY(allowed, allowed_items(request, request.filters.request,
                                    query.filter ? &*query.filter : nullptr));
  ATTUNE_TRY(promotable, allowed_items(request, request.filters.promotion,
                                       query.promotion ? &query.promotion->filter : nullptr));
  request.timer.lap(Stage::kFilter);
  ranking::Recommendation recommendation{.scores = request.buffers.scores,
                                         .allowed = allowed.get(),
                                         .count = options.count,
                                         .log_normaliser = {}};
  if (request.campaign.recipe().answers_scores) ranking::normalise(recommendation);
  explore(request, options.now_ms);
  recommendation.explored = request.buffers.explored;
  if (promotable) {
    ranking::promote(recommendation,
                     {.promotable = promotable.get(),
                      .count = ranking::promoted_count(options.count, query.promotion->percent),
                      .seed = options.seed});
  } else {
    ranking::select(recommendation);
  }
  return std::move(recommendation.items);
}

}  // namespace attune::campaigns
