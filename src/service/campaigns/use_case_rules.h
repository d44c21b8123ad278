#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/compiled_filters.h"

namespace attune::campaigns {

/// Requests' filters joined with a recommender's own, which leaves out the items of which the user
/// has an event of one type (reference 5.6). Each is made once and kept. Thread-safe.
class AutomaticFilters {
 public:
  explicit AutomaticFilters(std::string_view excluded_event_type);

  /// `given`: the filter that a request names, or null. Null if there is neither one nor an own
  /// one.
  [[nodiscard]] Result<std::shared_ptr<const GroupFilter>> join(
      const std::string& filter_arn, const std::shared_ptr<const GroupFilter>& given,
      std::string_view dataset_group_arn);

 private:
  struct Joined {
    std::shared_ptr<const GroupFilter> given;
    std::shared_ptr<const GroupFilter> filter;
  };

  const std::string own_;  // the expression's text; empty: none
  std::mutex mutex_;
  std::map<std::string, Joined> joined_;  // by filter ARN; at most kCompiledFiltersMax
};

struct Asked;

/// GetRecommendations on a recommender: its required members, its own filter, no scores. `filter`:
/// the one that the request names, or null.
[[nodiscard]] Result<Answer> answer_use_case(const Asked& asked,
                                             const std::shared_ptr<const GroupFilter>& filter);

}  // namespace attune::campaigns
