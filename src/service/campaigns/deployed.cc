#include "service/campaigns/deployed.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace attune::campaigns {
namespace {

const Clock& wall_clock() {
  static const SystemClock kClock;
  return kClock;
}

std::vector<float> popularity_of(const data::InteractionTable& table, std::size_t item_count) {
  std::vector<std::uint32_t> user_count(item_count);
  std::vector<std::size_t> last_user(item_count);  // user + 1; 0: none yet
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      const std::size_t item = data::raw(table.item[row]);
      if (item >= item_count || last_user[item] == user + 1) continue;
      last_user[item] = user + 1;
      ++user_count[item];
    }
  }
  std::vector<float> logits(item_count);
  for (std::size_t item = 0; item < item_count; ++item) {
    logits[item] = std::log(static_cast<float>(user_count[item]) + 0.5F);
  }
  return logits;
}

sessions::LiveUsersOptions live_options(const Deployment& deployment,
                                        const CampaignsOptions& options) {
  sessions::LiveUsersOptions result;
  result.users_max = options.live_users_max;
  result.liveness = deployment.solution->recipe->live_updates ? sessions::Liveness::kEventsMoveState
                                                              : sessions::Liveness::kTrainedOnly;
  return result;
}

std::shared_ptr<CampaignExploration> exploration_of(const Deployment& deployment, Group& group) {
  const ExplorationSettings settings = exploration_settings(deployment);
  if (settings.weight <= 0) return nullptr;
  auto exploration = std::make_shared<CampaignExploration>(deployment.solution, settings);
  group.add_exploration(exploration);
  return exploration;
}

std::shared_ptr<const AnswerSource> source_of(const Deployment& deployment) {
  return std::make_shared<const AnswerSource>(
      AnswerSource{.campaign_arn = deployment.campaign_arn,
                   .dataset_group_arn = deployment.dataset_group_arn,
                   .items = deployment.solution->interactions->items});
}

std::shared_ptr<const StageTimes> times_of(const Deployment& deployment,
                                           const CampaignsOptions& options) {
  if (options.metrics == nullptr) return nullptr;
  return std::make_shared<const StageTimes>(*options.metrics, deployment.campaign_arn);
}

sessions::Trained trained_part(const recipes::SolutionArtefact& solution) {
  return {solution.model, solution.interactions, solution.event_watermark, solution.selection,
          solution.unselected};
}

}  // namespace

Deployed::Deployed(const Deployment& given, std::shared_ptr<Group> group_of_campaign,
                   const CampaignsOptions& options)
    : deployment(given),
      group(std::move(group_of_campaign)),
      popularity(popularity_of(*given.solution->interactions, given.solution->model->item_count())),
      exploration(exploration_of(given, *group)),
      source(source_of(given)),
      times(times_of(given, options)),
      users(trained_part(*given.solution), group->start_events(), live_options(given, options)),
      live(given.solution, given.dataset_group_arn, wall_clock()),
      filters(given.solution),
      automatic_filters(
          given.use_case ? std::make_unique<AutomaticFilters>(given.use_case->excluded_event_type)
                         : nullptr) {}

Result<void> check_deployable(const Deployment& deployment) {
  const auto& solution = deployment.solution;
  const std::string name = deployment.solution_version_arn;
  if (!solution || solution->recipe == nullptr || !solution->model || !solution->interactions ||
      !solution->interactions->items) {
    return invalid_input(name + ": a solution needs a recipe, a model and its interactions");
  }
  const std::size_t known = solution->interactions->items->size();
  if (solution->model->item_count() != known) {
    return invalid_input(name + ": the model has " + std::to_string(solution->model->item_count()) +
                         " items, its vocabulary " + std::to_string(known));
  }
  return {};
}

}  // namespace attune::campaigns
