#pragma once

#include <cstdint>

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/deployed.h"
#include "service/campaigns/recent_answers.h"
#include "service/campaigns/scoring.h"

namespace attune::campaigns {

/// A query and what it is to be answered from. Everything outlives the call.
struct Asked {
  const Query& query;
  const Deployed& campaign;
  QueryFilters filters;
  RecentAnswers& answers;
  std::int64_t now_ms = 0;
};

/// GetRecommendations on a campaign.
[[nodiscard]] Result<Answer> answer_recommendation(const Asked& asked);

/// GetPersonalizedRanking.
[[nodiscard]] Result<Answer> answer_ranking(const Asked& asked);

/// Campaigns::explain.
[[nodiscard]] Result<Explanation> explain_recommendation(const Asked& asked,
                                                         std::string_view item_id);

}  // namespace attune::campaigns
