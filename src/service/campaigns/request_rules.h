#pragma once

#include <cstddef>
#include <cstdint>

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/compiled_filters.h"
#include "service/campaigns/deployed.h"
#include "service/campaigns/scoring.h"

namespace attune::campaigns {

inline constexpr std::int64_t kResultsDefault = 25;
inline constexpr std::int64_t kResultsMax = 500;
inline constexpr std::int64_t kResultsWithMetadataMax = 50;
inline constexpr std::size_t kMetadataColumnsMax = 10;

/// Everything that GetRecommendations may not ask of this campaign (reference 7.1, 7.2, 7.6, 7.9).
/// The number of items to return.
[[nodiscard]] Result<std::size_t> check_recommendation(const Query& query, const Deployed& campaign,
                                                       const QueryFilters& filters);

/// The same of GetPersonalizedRanking (reference 7.7).
[[nodiscard]] Result<void> check_ranking(const Query& query, const Deployed& campaign,
                                         const QueryFilters& filters);

}  // namespace attune::campaigns
