#include "service/control/recommenders.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "domain/resources/use_case.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "learning/recipes/recipe.h"
#include "service/control/background.h"
#include "service/control/datasets.h"
#include "service/control/describe.h"
#include "service/control/lookup.h"
#include "service/control/solution_rules.h"
#include "service/control/tagging.h"
#include "service/control/updates.h"

namespace attune::control {
namespace {

namespace status = resources::status;
using data::DatasetType;
using resources::DatasetGroup;
using resources::Recommender;
using resources::RecommenderConfig;
using resources::UseCase;

Result<const UseCase*> use_case_of(const std::string& recipe_arn) {
  if (const UseCase* found = resources::find_use_case(recipe_arn)) return found;
  if (recipes::find_recipe(recipe_arn) != nullptr) {
    return invalid_input("recipeArn: " + recipe_arn + " is no use case of a domain");
  }
  return no_such("recipe", recipe_arn);
}

Result<void> check_datasets(resources::Resources& rows, const Caller& caller,
                            const std::string& group, const UseCase& use_case) {
  ATTUNE_TRY(interactions, find_schema(rows, caller, group, DatasetType::kInteractions));
  if (!interactions) {
    return invalid_input("datasetGroupArn: the dataset group has no ACTIVE Interactions dataset");
  }
  if (!use_case.needs_items) return {};
  ATTUNE_TRY(items, find_schema(rows, caller, group, DatasetType::kItems));
  if (items) return {};
  return invalid_input("datasetGroupArn: " + std::string(use_case.name) +
                       " needs an ACTIVE Items dataset");
}

Result<void> check_exploration(const RecommenderConfig& config, const UseCase& use_case) {
  if (!config.item_exploration_config || config.item_exploration_config->empty()) return {};
  const auto& given = *config.item_exploration_config;
  const recipes::Recipe* recipe = recipes::find_recipe(use_case.models.front());
  if (!use_case.explores || recipe == nullptr) {
    return invalid_input("recommenderConfig.itemExplorationConfig: " + std::string(use_case.name) +
                         " does not explore");
  }
  return recipe->check_parameters(recipes::ParameterPlace::kCampaign, {given.begin(), given.end()});
}

Result<void> check_config(resources::Resources& rows, const Caller& caller,
                          const std::string& group, const RecommenderConfig& config,
                          const UseCase& use_case) {
  ATTUNE_TRY_VOID(check_exploration(config, use_case));
  if (config.enable_metadata_with_recommendations.value_or(false)) {
    ATTUNE_TRY(items, find_dataset(rows, caller, group, DatasetType::kItems));
    if (!items) {
      return invalid_input(
          "recommenderConfig.enableMetadataWithRecommendations: the dataset group has no Items "
          "dataset");
    }
  }
  if (!config.training_data_config) return {};
  return check_training_columns(rows, caller, group, *config.training_data_config,
                                "recommenderConfig");
}

Result<void> check_group(resources::Resources& rows, const Caller& caller, const std::string& arn,
                         const UseCase& use_case) {
  ATTUNE_TRY(group, get_active<DatasetGroup>(rows, caller, arn));
  if (group.value.domain == use_case.domain) return {};
  return invalid_input("recipeArn: " + std::string(use_case.name) + " is of the domain " +
                       std::string(use_case.domain) + ", the dataset group's is " +
                       group.value.domain.value_or("none"));
}

Recommender new_recommender(const Control& control, const Caller& caller,
                            const CreateRecommenderRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.recommender_arn = resources::arn_of(caller, Recommender::kKind, request.name),
          .dataset_group_arn = request.dataset_group_arn,
          .name = request.name,
          .recipe_arn = request.recipe_arn,
          .recommender_config = request.recommender_config.value_or(RecommenderConfig{}),
          .status = std::string(status::kCreatePending),
          .creation_date_time = now,
          .last_updated_date_time = now};
}

Result<void> add(resources::Resources& rows, const Control& control, const Caller& caller,
                 const Recommender& recommender, const std::vector<resources::Tag>& tags) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, recommender.recommender_arn));
  if (existing) return name_taken(Recommender::kKind, recommender.name);
  ATTUNE_TRY(count, rows.count(caller.account_id, Recommender::kKind, std::nullopt, {}));
  if (count >= control.quotas.recommenders) {
    return limit_exceeded("at most " + std::to_string(control.quotas.recommenders) +
                          " recommenders");
  }
  return resources::insert(rows, caller.account_id, recommender, tags);
}

Result<void> ask_for_work(database::Transaction& transaction, const Control& control,
                          const Caller& caller, const std::string& arn,
                          const resources::RecommendPayload& payload) {
  return ask_for(transaction, control, caller,
                 {.kind = resources::job_kind::kRecommend,
                  .subject_arn = arn,
                  .payload = json::write(json::write(payload))});
}

Result<void> check_idle(const resources::Resource& row) {
  ATTUNE_TRY_VOID(check_settled(row));
  ATTUNE_TRY(updating, has_running_update(row));
  if (updating) return in_use("recommender " + row.arn + " is being updated");
  return {};
}

bool trains_differently(const RecommenderConfig& from, const RecommenderConfig& to) {
  const auto text = [](const RecommenderConfig& config) {
    return config.training_data_config ? json::write(json::write(*config.training_data_config))
                                       : std::string("{}");
  };
  return text(from) != text(to);
}

struct Switch {
  std::string_view from;
  std::string_view to;
  bool serves = true;
};

Result<RecommenderArn> turn(const Control& control, const Caller& caller, const std::string& arn,
                            const Switch& change) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(recommender, get<Recommender>(rows, caller, arn));
    ATTUNE_TRY_VOID(check_idle(recommender.row));
    if (recommender.row.status != change.from) {
      return invalid_input("recommender " + arn + " is " + recommender.row.status + ", not " +
                           std::string(change.from));
    }
    recommender.row.status = change.to;
    recommender.row.updated_at_ms = control.clock.now_ms();
    ATTUNE_TRY_VOID(rows.update(recommender.row));
    return ask_for_work(transaction, control, caller, arn,
                        {.trains = false, .serves = change.serves});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return RecommenderArn{arn};
}

}  // namespace

Result<RecommenderArn> create_recommender(const Control& control, const Caller& caller,
                                          const CreateRecommenderRequest& request) {
  ATTUNE_TRY(use_case, use_case_of(request.recipe_arn));
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const Recommender recommender = new_recommender(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    const std::string& group = request.dataset_group_arn;
    ATTUNE_TRY_VOID(check_group(rows, caller, group, *use_case));
    ATTUNE_TRY_VOID(check_datasets(rows, caller, group, *use_case));
    ATTUNE_TRY_VOID(check_config(rows, caller, group, recommender.recommender_config, *use_case));
    ATTUNE_TRY_VOID(add(rows, control, caller, recommender, tags));
    return ask_for_work(transaction, control, caller, recommender.recommender_arn,
                        {.trains = true, .serves = true});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return RecommenderArn{recommender.recommender_arn};
}

Result<Recommender> describe_recommender(const Control& control, const Caller& caller,
                                         const std::string& arn) {
  ATTUNE_TRY(recommender, describe<Recommender>(control, caller, arn));
  if (status::is_creating(recommender.status) || status::is_deleting(recommender.status)) {
    recommender.model_metrics.reset();
  }
  return std::move(recommender);
}

Result<RecommenderArn> update_recommender(const Control& control, const Caller& caller,
                                          const UpdateRecommenderRequest& request) {
  const std::string& arn = request.recommender_arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(recommender, get<Recommender>(rows, caller, arn));
    ATTUNE_TRY(use_case, use_case_of(recommender.value.recipe_arn));
    ATTUNE_TRY_VOID(check_config(rows, caller, recommender.value.dataset_group_arn,
                                 request.recommender_config, *use_case));
    ATTUNE_TRY_VOID(check_idle(recommender.row));
    ATTUNE_TRY_VOID(check_active(Recommender::kKind, arn, recommender.row.status));
    const json::Timestamp now{control.clock.now_ms()};
    const bool trains =
        trains_differently(recommender.value.recommender_config, request.recommender_config);
    recommender.value.latest_recommender_update =
        resources::RecommenderUpdateSummary{.recommender_config = request.recommender_config,
                                            .status = std::string(status::kCreatePending),
                                            .creation_date_time = now,
                                            .last_updated_date_time = now};
    recommender.value.last_updated_date_time = now;
    ATTUNE_TRY_VOID(resources::save(rows, recommender));
    return ask_for_work(transaction, control, caller, arn, {.trains = trains, .serves = true});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return RecommenderArn{arn};
}

Result<RecommenderArn> start_recommender(const Control& control, const Caller& caller,
                                         const RecommenderArn& request) {
  return turn(control, caller, request.arn,
              {.from = status::kInactive, .to = status::kStartPending, .serves = true});
}

Result<RecommenderArn> stop_recommender(const Control& control, const Caller& caller,
                                        const RecommenderArn& request) {
  return turn(control, caller, request.arn,
              {.from = status::kActive, .to = status::kStopPending, .serves = false});
}

Result<Empty> delete_recommender(const Control& control, const Caller& caller,
                                 const RecommenderArn& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(recommender, get<Recommender>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_idle(recommender.row));
    return ask_for_deletion(transaction, control, caller, recommender.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
