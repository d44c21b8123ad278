#pragma once

#include <string_view>

#include "foundation/base/error.h"
#include "service/job_kinds/services.h"

namespace attune::job_kinds {

/// Makes the filter usable by its group's campaigns; nothing happens if `arn` is no filter.
[[nodiscard]] Result<void> serve_filter(const Services& services, std::string_view account_id,
                                        std::string_view arn);

/// Reads the version's artefact and the group's metadata and puts the campaign in service.
[[nodiscard]] Result<void> serve_campaign(const Services& services, std::string_view account_id,
                                          std::string_view campaign_arn,
                                          std::string_view solution_version_arn);

/// The same of a recommender, with its recommenderConfig or that of its update in progress.
[[nodiscard]] Result<void> serve_recommender(const Services& services, std::string_view account_id,
                                             std::string_view recommender_arn);

/// Gives the group's campaigns its Items and Users as they are now.
[[nodiscard]] Result<void> refresh_metadata(const Services& services, std::string_view account_id,
                                            std::string_view dataset_group_arn);

/// After a start: every filter, campaign and recommender of every account that was in service is
/// again. A campaign that cannot be served is logged and left out; the others are not held up.
[[nodiscard]] Result<void> restore_serving(const Services& services);

}  // namespace attune::job_kinds
