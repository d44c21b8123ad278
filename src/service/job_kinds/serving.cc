#include "service/job_kinds/serving.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/filter/filter.h"
#include "domain/resources/campaign.h"
#include "domain/resources/filter.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "domain/resources/use_case.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/telemetry/log.h"
#include "learning/recipes/solution_artefact.h"
#include "service/campaigns/campaigns.h"
#include "service/job_kinds/group_data.h"

namespace attune::job_kinds {
namespace {

using resources::Campaign;
using resources::SolutionVersion;

constexpr std::size_t kPerAccountMax = 100'000;

template <typename T>
Result<std::optional<T>> find(const Services& services, std::string_view account_id,
                              std::string_view arn) {
  std::optional<T> found;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(stored, resources::find<T>(rows, account_id, arn));
    if (stored) found = std::move(stored->value);
    return {};
  }));
  return found;
}

campaigns::Deployment deployment_of(const Campaign& campaign, std::string_view version_arn) {
  // While an update is in progress its configuration is the one to serve.
  const auto& config =
      campaign.latest_campaign_update &&
              resources::status::is_creating(campaign.latest_campaign_update->status) &&
              campaign.latest_campaign_update->campaign_config
          ? campaign.latest_campaign_update->campaign_config
          : campaign.campaign_config;
  campaigns::Deployment deployment;
  deployment.campaign_arn = campaign.campaign_arn;
  deployment.dataset_group_arn = campaign.dataset_group_arn;
  deployment.solution_version_arn = version_arn;
  if (config && config->item_exploration_config) {
    deployment.exploration.assign(config->item_exploration_config->begin(),
                                  config->item_exploration_config->end());
  }
  deployment.metadata_enabled =
      config && config->enable_metadata_with_recommendations.value_or(false);
  return deployment;
}

campaigns::Deployment deployment_of(const resources::Recommender& recommender,
                                    const resources::UseCase& use_case) {
  const auto& update = recommender.latest_recommender_update;
  const auto& config = update && resources::status::is_creating(update->status)
                           ? update->recommender_config
                           : recommender.recommender_config;
  campaigns::Deployment deployment;
  deployment.campaign_arn = recommender.recommender_arn;
  deployment.dataset_group_arn = recommender.dataset_group_arn;
  deployment.solution_version_arn = recommender.recommender_arn;
  if (config.item_exploration_config) {
    deployment.exploration.assign(config.item_exploration_config->begin(),
                                  config.item_exploration_config->end());
  }
  deployment.metadata_enabled = config.enable_metadata_with_recommendations.value_or(false);
  deployment.use_case =
      campaigns::UseCaseRules{.name = std::string(use_case.name),
                              .needs_user = use_case.needs_user,
                              .excluded_event_type = std::string(use_case.excluded_type)};
  return deployment;
}

struct Row {
  std::string account_id;
  resources::Resource resource;
};

Result<std::vector<Row>> rows_of_every_account(const Services& services, std::string_view kind) {
  std::vector<Row> result;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(accounts, rows.accounts());
    for (const std::string& account : accounts) {
      ATTUNE_TRY(listed, rows.list({.account_id = account,
                                    .kind = std::string(kind),
                                    .region = {},
                                    .limit = kPerAccountMax}));
      for (auto& row : listed) result.push_back({account, std::move(row.resource)});
    }
    return {};
  }));
  return result;
}

void log_unserved(std::string_view arn, const Error& error) {
  log::error("not in service after the start",
             {{"arn", std::string(arn)}, {"reason", error.message}});
}

}  // namespace

Result<void> serve_filter(const Services& services, std::string_view account_id,
                          std::string_view arn) {
  ATTUNE_TRY(filter, find<resources::Filter>(services, account_id, arn));
  if (!filter) return {};
  ATTUNE_TRY(expression, filter::parse(filter->filter_expression));
  return services.campaigns.set_filter(arn, filter->dataset_group_arn, expression);
}

Result<void> refresh_metadata(const Services& services, std::string_view account_id,
                              std::string_view dataset_group_arn) {
  const std::scoped_lock lock(services.metadata_refresh);
  ATTUNE_TRY(metadata, load_metadata(services.files(), account_id, dataset_group_arn));
  services.campaigns.set_metadata(dataset_group_arn, std::move(metadata));
  return {};
}

Result<void> serve_campaign(const Services& services, std::string_view account_id,
                            std::string_view campaign_arn, std::string_view solution_version_arn) {
  ATTUNE_TRY(campaign, find<Campaign>(services, account_id, campaign_arn));
  if (!campaign) return not_found(std::string(campaign_arn) + " does not exist.");
  ATTUNE_TRY(version, find<SolutionVersion>(services, account_id, solution_version_arn));
  if (!version || !version->artefact_key) {
    return not_found(std::string(solution_version_arn) + " has no trained model.");
  }
  ATTUNE_TRY(solution, recipes::read_solution(services.objects / *version->artefact_key));
  ATTUNE_TRY_VOID(refresh_metadata(services, account_id, campaign->dataset_group_arn));
  campaigns::Deployment deployment = deployment_of(*campaign, solution_version_arn);
  deployment.solution = std::make_shared<const recipes::SolutionArtefact>(std::move(solution));
  return services.campaigns.deploy(deployment);
}

Result<void> serve_recommender(const Services& services, std::string_view account_id,
                               std::string_view recommender_arn) {
  ATTUNE_TRY(recommender, find<resources::Recommender>(services, account_id, recommender_arn));
  if (!recommender || !recommender->artefact_key) {
    return not_found(std::string(recommender_arn) + " has no trained model.");
  }
  const resources::UseCase* use_case = resources::find_use_case(recommender->recipe_arn);
  if (use_case == nullptr) return not_found(recommender->recipe_arn + " does not exist.");
  ATTUNE_TRY(solution, recipes::read_solution(services.objects / *recommender->artefact_key));
  ATTUNE_TRY_VOID(refresh_metadata(services, account_id, recommender->dataset_group_arn));
  campaigns::Deployment deployment = deployment_of(*recommender, *use_case);
  deployment.solution = std::make_shared<const recipes::SolutionArtefact>(std::move(solution));
  return services.campaigns.deploy(deployment);
}

Result<void> restore_serving(const Services& services) {
  ATTUNE_TRY(filters, rows_of_every_account(services, resources::Filter::kKind));
  for (const Row& row : filters) {
    if (row.resource.status != resources::status::kActive) continue;
    if (const auto served = serve_filter(services, row.account_id, row.resource.arn); !served) {
      log_unserved(row.resource.arn, served.error());
    }
  }
  ATTUNE_TRY(campaigns, rows_of_every_account(services, Campaign::kKind));
  for (const Row& row : campaigns) {
    if (row.resource.status != resources::status::kActive) continue;
    ATTUNE_TRY(campaign, resources::view<Campaign>(row.resource));
    const auto served =
        serve_campaign(services, row.account_id, row.resource.arn, campaign.deployed_version_arn);
    if (!served) log_unserved(row.resource.arn, served.error());
  }
  ATTUNE_TRY(recommenders, rows_of_every_account(services, resources::Recommender::kKind));
  for (const Row& row : recommenders) {
    if (row.resource.status != resources::status::kActive) continue;
    const auto served = serve_recommender(services, row.account_id, row.resource.arn);
    if (!served) log_unserved(row.resource.arn, served.error());
  }
  return {};
}

}  // namespace attune::job_kinds
