#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "service/campaigns/campaigns.h"
#include "service/campaigns/compiled_filters.h"
#include "service/campaigns/exploration.h"
#include "service/campaigns/group.h"
#include "service/campaigns/live_feed.h"
#include "service/campaigns/recent_answers.h"
#include "service/campaigns/stage_times.h"
#include "service/campaigns/use_case_rules.h"
#include "service/sessions/live_users.h"

namespace attune::campaigns {

/// One campaign in service. Never changes but for caches, which guard themselves: a swap makes a
/// new one while requests finish on the old one.
struct Deployed {
  Deployed(const Deployment& given, std::shared_ptr<Group> group_of_campaign,
           const CampaignsOptions& options);

  [[nodiscard]] const recipes::Recipe& recipe() const { return *deployment.solution->recipe; }
  [[nodiscard]] const data::Vocabulary& items() const {
    return *deployment.solution->interactions->items;
  }
  [[nodiscard]] std::size_t item_count() const { return popularity.size(); }

  const Deployment deployment;
  const std::shared_ptr<Group> group;
  /// Logits by item for whom or what the model does not know: log(users of the item + 1/2).
  const std::vector<float> popularity;
  const std::shared_ptr<CampaignExploration> exploration;  // null: the campaign does not explore
  const std::shared_ptr<const AnswerSource> source;
  const std::shared_ptr<const StageTimes> times;  // null: not measured
  mutable sessions::LiveUsers users;
  mutable LiveFeed live;
  mutable CompiledFilters filters;
  const std::unique_ptr<AutomaticFilters> automatic_filters;  // null: no recommender
};

/// kInvalidInput when the solution cannot be served: no recipe, model or items, or sizes that
/// disagree.
[[nodiscard]] Result<void> check_deployable(const Deployment& deployment);

}  // namespace attune::campaigns
