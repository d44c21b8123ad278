#include "service/campaigns/campaigns.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "foundation/base/clock.h"
#include "service/campaigns/answering.h"
#include "service/campaigns/deployed.h"
#include "service/campaigns/group.h"
#include "service/campaigns/recent_answers.h"
#include "service/campaigns/use_case_rules.h"

namespace attune::campaigns {
namespace {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename T>
using ByArn = std::unordered_map<std::string, std::shared_ptr<T>, Hash, std::equal_to<>>;

template <typename T>
std::shared_ptr<T> found_in(const ByArn<T>& map, std::string_view arn) {
  const auto found = map.find(arn);
  return found == map.end() ? nullptr : found->second;
}

/// Waits a moment until the last request on a replaced campaign is answered, so that it is not a
/// request that frees the users' states.
void retire(std::shared_ptr<const Deployed> replaced) {
  constexpr int kWaitsMax = 500;
  for (int i = 0; i < kWaitsMax && replaced.use_count() > 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// The three maps behind one lock that is held only for look-ups and swaps.
class Serving final : public Campaigns {
 public:
  Serving(const events::EventLog& log, const CampaignsOptions& options)
      : log_(log), options_(options), answers_(options.remembered_answers_max) {}

  Result<void> deploy(const Deployment& deployment) override {
    ATTUNE_TRY_VOID(check_deployable(deployment));
    const auto group = group_of(deployment.dataset_group_arn);
    ATTUNE_TRY_VOID(group->catch_up(log_, deployment.solution->event_watermark));
    auto deployed = std::make_shared<const Deployed>(deployment, group, options_);
    ATTUNE_TRY_VOID(deployed->live.catch_up(log_));
    return put_in_service(std::move(deployed));
  }

  void withdraw(std::string_view campaign_arn) override {
    std::shared_ptr<const Deployed> withdrawn;
    {
      const std::unique_lock lock(mutex_);
      const auto found = campaigns_.find(campaign_arn);
      if (found == campaigns_.end()) return;
      withdrawn = std::move(found->second);
      campaigns_.erase(found);
    }
    retire(std::move(withdrawn));
  }

  void set_metadata(std::string_view dataset_group_arn, GroupMetadata metadata) override {
    group_of(dataset_group_arn)->set_metadata(std::move(metadata));
  }

  Result<void> set_filter(std::string_view filter_arn, std::string_view dataset_group_arn,
                          std::shared_ptr<const filter::Expression> expression) override {
    if (!expression) return invalid_input("filterExpression: missing");
    filter::Traits traits = filter::inspect(*expression);
    auto filter = std::make_shared<const GroupFilter>(
        GroupFilter{std::string(dataset_group_arn), std::move(expression), std::move(traits)});
    const std::unique_lock lock(mutex_);
    filters_[std::string(filter_arn)] = std::move(filter);
    return {};
  }

  void remove_filter(std::string_view filter_arn) override {
    const std::unique_lock lock(mutex_);
    if (const auto found = filters_.find(filter_arn); found != filters_.end()) {
      filters_.erase(found);
    }
  }

  void observe(std::span<const events::StoredEvent> events) override {
    std::string_view arn;
    Listeners listeners;
    for (const events::StoredEvent& stored : events) {
      if (stored.event.dataset_group_arn != arn) {
        arn = stored.event.dataset_group_arn;
        listeners = listeners_of(arn);
      }
      if (listeners.group) listeners.group->observe(stored);
      for (const auto& campaign : listeners.campaigns) campaign->live.observe(stored);
    }
  }

  Result<Answer> recommend(const Query& query) const override {
    ATTUNE_TRY(target, target_of(query));
    const Asked question = asked(query, target);
    return target.campaign->deployment.use_case ? answer_use_case(question, target.filter)
                                                : answer_recommendation(question);
  }

  Result<Answer> rank(const Query& query) const override {
    ATTUNE_TRY(target, target_of(query));
    return answer_ranking(asked(query, target));
  }

  Result<Explanation> explain(const Query& query, std::string_view item_id) const override {
    ATTUNE_TRY(target, target_of(query));
    return explain_recommendation(asked(query, target), item_id);
  }

  std::optional<AnswerTrace> find_answer(std::string_view recommendation_id) const override {
    return answers_.find(recommendation_id);
  }

  Result<std::shared_ptr<const StageTimes>> times_of(std::string_view campaign_arn) const override {
    const std::shared_lock lock(mutex_);
    const auto campaign = found_in(campaigns_, campaign_arn);
    if (!campaign) return not_in_service(campaign_arn);
    return campaign->times;
  }

 private:
  struct Target {
    std::shared_ptr<const Deployed> campaign;
    std::shared_ptr<const GroupFilter> filter;     // null: the query names none
    std::shared_ptr<const GroupFilter> promotion;  // likewise
  };

  static std::unexpected<Error> not_in_service(std::string_view campaign_arn) {
    return not_found("campaignArn: " + std::string(campaign_arn) + " is not in service");
  }

  Result<Target> target_of(const Query& query) const {
    Target target;
    const std::shared_lock lock(mutex_);
    target.campaign = found_in(campaigns_, query.campaign_arn);
    if (!target.campaign) return not_in_service(query.campaign_arn);
    if (query.filter) {
      target.filter = found_in(filters_, query.filter->filter_arn);
      if (!target.filter) {
        return not_found("filterArn: " + query.filter->filter_arn + " does not exist");
      }
    }
    if (query.promotion) {
      target.promotion = found_in(filters_, query.promotion->filter.filter_arn);
      if (!target.promotion) {
        return not_found("promotions[0].filterArn: " + query.promotion->filter.filter_arn +
                         " does not exist");
      }
    }
    return target;
  }

  /// What an event of a group goes to.
  struct Listeners {
    std::shared_ptr<Group> group;
    std::vector<std::shared_ptr<const Deployed>> campaigns;
  };

  Listeners listeners_of(std::string_view group_arn) const {
    Listeners listeners;
    const std::shared_lock lock(mutex_);
    listeners.group = found_in(groups_, group_arn);
    if (!listeners.group) return listeners;
    for (const auto& [arn, campaign] : campaigns_) {
      if (campaign->group == listeners.group) listeners.campaigns.push_back(campaign);
    }
    return listeners;
  }

  Result<void> put_in_service(std::shared_ptr<const Deployed> deployed) {
    Result<void> caught_up;
    std::shared_ptr<const Deployed> replaced = deployed;
    {
      LiveFeed::Pause pause(deployed->live);
      {
        const std::unique_lock lock(mutex_);
        campaigns_[deployed->deployment.campaign_arn].swap(replaced);
      }
      caught_up = pause.catch_up(log_);
    }
    retire(std::move(replaced));
    return caught_up;
  }

  Asked asked(const Query& query, const Target& target) const {
    static const SystemClock kSystem;
    const Clock& clock = options_.clock == nullptr ? kSystem : *options_.clock;
    return {.query = query,
            .campaign = *target.campaign,
            .filters = {.request = target.filter.get(), .promotion = target.promotion.get()},
            .answers = answers_,
            .now_ms = clock.now_ms()};
  }

  std::shared_ptr<Group> group_of(std::string_view arn) {
    const std::unique_lock lock(mutex_);
    std::shared_ptr<Group>& group = groups_[std::string(arn)];
    if (!group) group = std::make_shared<Group>(std::string(arn));
    return group;
  }

  const events::EventLog& log_;
  const CampaignsOptions options_;
  mutable RecentAnswers answers_;
  mutable std::shared_mutex mutex_;  // of the maps
  ByArn<const Deployed> campaigns_;
  ByArn<const GroupFilter> filters_;
  ByArn<Group> groups_;
};

}  // namespace

std::unique_ptr<Campaigns> Campaigns::create(const events::EventLog& log,
                                             const CampaignsOptions& options) {
  return std::make_unique<Serving>(log, options);
}

}  // namespace attune::campaigns
