#include "service/control/solutions.h"

#include <optional>
#include <string>
#include <utility>

#include "domain/resources/campaign.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/lookup.h"
#include "service/control/solution_rules.h"
#include "service/control/tagging.h"
#include "service/control/updates.h"

namespace attune::control {
namespace {

using resources::DatasetGroup;
using resources::Solution;
using resources::SolutionVersion;

Solution new_solution(const Control& control, const Caller& caller,
                      const CreateSolutionRequest& request) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.name = request.name,
          .solution_arn = resources::arn_of(caller, Solution::kKind, request.name),
          .perform_hpo = request.perform_hpo.value_or(false),
          .perform_auto_ml = request.perform_auto_ml.value_or(false),
          .perform_auto_training = request.perform_auto_training.value_or(true),
          .perform_incremental_update = request.perform_incremental_update,
          .recipe_arn = request.recipe_arn,
          .dataset_group_arn = request.dataset_group_arn,
          .event_type = request.event_type,
          .solution_config = request.solution_config,
          .status = std::string(resources::status::kCreatePending),
          .creation_date_time = now,
          .last_updated_date_time = now};
}

Result<void> add(resources::Resources& rows, const Control& control, const Caller& caller,
                 const Solution& solution, const std::vector<resources::Tag>& tags) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, solution.solution_arn));
  if (existing) return name_taken(Solution::kKind, solution.name);
  ATTUNE_TRY(count, rows.count(caller.account_id, Solution::kKind, solution.dataset_group_arn, {}));
  if (count >= control.quotas.solutions_per_group) {
    return limit_exceeded("at most " + std::to_string(control.quotas.solutions_per_group) +
                          " solutions per dataset group");
  }
  return resources::insert(rows, caller.account_id, solution, tags);
}

}  // namespace

Result<ArnMessage<"solutionArn">> create_solution(const Control& control, const Caller& caller,
                                                  const CreateSolutionRequest& request) {
  ATTUNE_TRY(recipe, recipe_of(request));
  ATTUNE_TRY_VOID(check_solution(request, *recipe));
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const Solution solution = new_solution(control, caller, request);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(group, get_active<DatasetGroup>(rows, caller, request.dataset_group_arn));
    static_cast<void>(group);
    ATTUNE_TRY_VOID(check_against_data(rows, caller, request));
    ATTUNE_TRY_VOID(add(rows, control, caller, solution, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = solution.solution_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"solutionArn">{solution.solution_arn};
}

Result<Solution> describe_solution(const Control& control, const Caller& caller,
                                   const std::string& arn) {
  std::optional<Solution> shown;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(solution, get<Solution>(rows, caller, arn));
    ATTUNE_TRY(versions, rows.list({.account_id = caller.account_id,
                                    .kind = std::string(SolutionVersion::kKind),
                                    .region = caller.region,
                                    .parent_arn = arn,
                                    .limit = 1}));
    if (!versions.empty()) {
      ATTUNE_TRY(latest,
                 resources::view<resources::SolutionVersionSummary>(versions.front().resource));
      solution.value.latest_solution_version = std::move(latest);
    }
    shown = std::move(solution.value);
    return {};
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return std::move(*shown);
}

Result<ArnMessage<"solutionArn">> update_solution(const Control& control, const Caller& caller,
                                                  const UpdateSolutionRequest& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(solution, get_active<Solution>(rows, caller, request.solution_arn));
    ATTUNE_TRY_VOID(check_solution_update(solution.value, request));
    ATTUNE_TRY(updating, has_running_update(solution.row));
    if (updating) return in_use("solution " + request.solution_arn + " is being updated");
    const json::Timestamp now{control.clock.now_ms()};
    solution.value.latest_solution_update = resources::SolutionUpdateSummary{
        .solution_update_config = request.solution_update_config,
        .status = std::string(resources::status::kCreatePending),
        .perform_auto_training = request.perform_auto_training,
        .perform_incremental_update = request.perform_incremental_update,
        .creation_date_time = now,
        .last_updated_date_time = now};
    solution.value.last_updated_date_time = now;
    ATTUNE_TRY_VOID(resources::save(rows, solution));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = request.solution_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"solutionArn">{request.solution_arn};
}

Result<Empty> delete_solution(const Control& control, const Caller& caller,
                              const ArnMessage<"solutionArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(solution, get<Solution>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(solution.row));
    ATTUNE_TRY(campaigns,
               rows.count(caller.account_id, resources::Campaign::kKind, request.arn, {}));
    if (campaigns > 0) {
      return in_use("solution " + request.arn + " has " + std::to_string(campaigns) +
                    (campaigns == 1 ? " campaign" : " campaigns"));
    }
    ATTUNE_TRY(training, any_of(rows, caller, SolutionVersion::kKind, request.arn,
                                [](const resources::Resource& row) {
                                  return resources::status::is_creating(row.status);
                                }));
    if (training) return in_use("a version of solution " + request.arn + " is in training");
    return ask_for_deletion(transaction, control, caller, solution.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
