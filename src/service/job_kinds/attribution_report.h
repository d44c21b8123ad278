#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/segment.h"
#include "domain/resources/metric_attribution.h"
#include "foundation/base/error.h"

namespace attune::job_kinds {

inline constexpr std::size_t kAttributionSourcesMax = 100;
/// The source of events that name none, and of those beyond the first kAttributionSourcesMax.
inline constexpr std::string_view kNoSource = "SOURCE_NAME_UNDEFINED";

/// The metrics over imported interactions as the CSV that the protocol publishes, a line for each
/// metric, source and quarter of an hour with events (reference 11.1). `items`: for SUM(Items.X);
/// null: there are none. kInvalidInput for a metric whose expression or column is none.
[[nodiscard]] Result<std::string> attribution_report(
    const data::Segment& interactions, const data::EntityTable* items,
    const std::vector<resources::MetricAttribute>& metrics);

}  // namespace attune::job_kinds
