#include "service/campaigns/campaigns.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

#include "service/campaigns/answering.h"
#include "service/campaigns/deployed.h"
#include "service/campaigns/group.h"
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
      : log_(log), options_(options) {}

  Result<void> deploy(const Deployment& deployment) override {
    ATTUNE_TRY_VOID(check_deployable(deployment));
    const auto group = group_of(deployment.dataset_group_arn);
    ATTUNE_TRY_VOID(group->catch_up(log_, deployment.solution->event_watermark));
    auto deployed = std::make_shared<const Deployed>(deployment, group, options_);
    {
      const std::unique_lock lock(mutex_);
      campaigns_[deployment.campaign_arn].swap(deployed);
    }
    retire(std::move(deployed));
    return {};
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
    std::shared_ptr<sessions::RecentEvents> recent;
    for (const events::StoredEvent& stored : events) {
      if (stored.event.dataset_group_arn != arn) {
        arn = stored.event.dataset_group_arn;
        const std::shared_lock lock(mutex_);
        const auto group = found_in(groups_, arn);
        recent = group ? group->events() : nullptr;
      }
      if (recent) recent->add(stored);
    }
  }

  Result<Answer> recommend(const Query& query) const override {
    ATTUNE_TRY(target, target_of(query));
    if (target.campaign->deployment.use_case) {
      return answer_use_case(query, *target.campaign, target.filter);
    }
    return answer_recommendation(query, *target.campaign, target.filter.get());
  }

  Result<Answer> rank(const Query& query) const override {
    ATTUNE_TRY(target, target_of(query));
    return answer_ranking(query, *target.campaign, target.filter.get());
  }

 private:
  struct Target {
    std::shared_ptr<const Deployed> campaign;
    std::shared_ptr<const GroupFilter> filter;  // null: the query names none
  };

  Result<Target> target_of(const Query& query) const {
    Target target;
    const std::shared_lock lock(mutex_);
    target.campaign = found_in(campaigns_, query.campaign_arn);
    if (!target.campaign) {
      return not_found("campaignArn: " + query.campaign_arn + " is not in service");
    }
    if (query.filter) {
      target.filter = found_in(filters_, query.filter->filter_arn);
      if (!target.filter) {
        return not_found("filterArn: " + query.filter->filter_arn + " does not exist");
      }
    }
    return target;
  }

  std::shared_ptr<Group> group_of(std::string_view arn) {
    const std::unique_lock lock(mutex_);
    std::shared_ptr<Group>& group = groups_[std::string(arn)];
    if (!group) group = std::make_shared<Group>(std::string(arn));
    return group;
  }

  const events::EventLog& log_;
  const CampaignsOptions options_;
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
