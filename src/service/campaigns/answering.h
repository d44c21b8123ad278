#pragma once

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/compiled_filters.h"
#include "service/campaigns/deployed.h"

namespace attune::campaigns {

/// GetRecommendations on a campaign; `filter` is the one that the query names, or null.
[[nodiscard]] Result<Answer> answer_recommendation(const Query& query, const Deployed& campaign,
                                                   const GroupFilter* filter);
/// GetPersonalizedRanking.
[[nodiscard]] Result<Answer> answer_ranking(const Query& query, const Deployed& campaign,
                                            const GroupFilter* filter);

}  // namespace attune::campaigns
