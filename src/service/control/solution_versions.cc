#include "service/control/solution_versions.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/job_payloads.h"
#include "domain/resources/solution.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/database.h"
#include "learning/recipes/recipe.h"
#include "service/control/background.h"
#include "service/control/describe.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"
#include "service/jobs/job_queue.h"

namespace attune::control {
namespace {

using resources::Solution;
using resources::SolutionVersion;

constexpr std::size_t kIdDigits = 8;
constexpr std::string_view kFull = "FULL";

// A version may be asked for while its solution is still being created, as programs written for the
// service do without polling: the training starts later in any case.
Result<void> check_solution_usable(const resources::Resource& row) {
  if (row.status == resources::status::kCreatePending ||
      row.status == resources::status::kCreateInProgress) {
    return {};
  }
  return check_active(Solution::kKind, row.arn, row.status);
}

Result<void> check_mode(resources::Resources& rows, const Caller& caller, const Solution& solution,
                        std::string_view mode) {
  if (mode == kFull) return {};
  if (mode == "AUTOTRAIN") {
    return invalid_input("trainingMode: AUTOTRAIN marks automatic training; ask for FULL");
  }
  const recipes::Recipe* recipe = recipes::find_recipe(solution.recipe_arn.value_or(""));
  if (recipe == nullptr || recipe->name != "aws-user-personalization") {
    return invalid_input("trainingMode: UPDATE needs the recipe aws-user-personalization");
  }
  ATTUNE_TRY(trained, any_of(rows, caller, SolutionVersion::kKind, solution.solution_arn,
                             [](const resources::Resource& row) {
                               const auto version = resources::view<SolutionVersion>(row);
                               return row.status == resources::status::kActive && version &&
                                      version->training_mode == kFull;
                             }));
  if (trained) return {};
  return invalid_input("trainingMode: UPDATE needs an ACTIVE version of mode FULL");
}

SolutionVersion new_version(const Control& control, const CreateSolutionVersionRequest& request,
                            const Solution& solution) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.name = request.name,
          .solution_version_arn =
              solution.solution_arn + '/' + request.name.value_or(make_hex_id(kIdDigits)),
          .solution_arn = solution.solution_arn,
          .perform_hpo = solution.perform_hpo,
          .perform_auto_ml = solution.perform_auto_ml,
          .perform_incremental_update = solution.perform_incremental_update,
          .recipe_arn = solution.recipe_arn.value_or(""),
          .event_type = solution.event_type,
          .dataset_group_arn = solution.dataset_group_arn,
          .solution_config = solution.solution_config,
          .training_mode = request.training_mode.value_or(std::string(kFull)),
          .status = std::string(resources::status::kCreatePending),
          .training_type = "MANUAL",
          .creation_date_time = now,
          .last_updated_date_time = now};
}

Result<void> add(resources::Resources& rows, const Control& control, const Caller& caller,
                 const SolutionVersion& version, const std::vector<resources::Tag>& tags) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, version.solution_version_arn));
  if (existing) return name_taken(SolutionVersion::kKind, version.name.value_or(""));
  ATTUNE_TRY(pending, rows.count(caller.account_id, SolutionVersion::kKind, std::nullopt,
                                 {std::string(resources::status::kCreatePending),
                                  std::string(resources::status::kCreateInProgress)}));
  if (pending >= control.quotas.solution_versions_pending) {
    return limit_exceeded("More than " + std::to_string(control.quotas.solution_versions_pending) +
                          " resources with PENDING or IN_PROGRESS status.");
  }
  return resources::insert(rows, caller.account_id, version, tags);
}

std::string payload_of(const SolutionVersion& version) {
  return json::write(
      json::write(resources::TrainPayload{.solution_arn = version.solution_arn,
                                          .dataset_group_arn = version.dataset_group_arn,
                                          .recipe_arn = version.recipe_arn,
                                          .training_mode = version.training_mode}));
}

}  // namespace

Result<ArnMessage<"solutionVersionArn">> create_solution_version(
    const Control& control, const Caller& caller, const CreateSolutionVersionRequest& request) {
  ATTUNE_TRY(tags, checked_tags(request.tags));
  std::string arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(solution, get<Solution>(rows, caller, request.solution_arn));
    ATTUNE_TRY_VOID(check_solution_usable(solution.row));
    const SolutionVersion version = new_version(control, request, solution.value);
    ATTUNE_TRY_VOID(check_mode(rows, caller, solution.value, version.training_mode));
    ATTUNE_TRY_VOID(add(rows, control, caller, version, tags));
    arn = version.solution_version_arn;
    return ask_for(
        transaction, control, caller,
        {.kind = resources::job_kind::kTrain, .subject_arn = arn, .payload = payload_of(version)});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"solutionVersionArn">{arn};
}

Result<Empty> stop_solution_version_creation(const Control& control, const Caller& caller,
                                             const ArnMessage<"solutionVersionArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(version, get<SolutionVersion>(rows, caller, request.arn));
    resources::Resource& row = version.row;
    if (row.status == resources::status::kCreatePending) {
      row.status = resources::status::kCreateStopped;
    } else if (row.status == resources::status::kCreateInProgress) {
      row.status = resources::status::kCreateStopping;
    } else if (row.status == resources::status::kCreateStopping) {
      return in_use("solution version " + request.arn + " is being stopped");
    } else {
      return invalid_input("solution version " + request.arn + " is " + row.status +
                           ", neither CREATE PENDING nor CREATE IN_PROGRESS");
    }
    row.updated_at_ms = control.clock.now_ms();
    ATTUNE_TRY_VOID(rows.update(row));
    return jobs::request_stop(transaction, caller.account_id, request.arn);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

Result<GetSolutionMetricsResponse> get_solution_metrics(
    const Control& control, const Caller& caller, const ArnMessage<"solutionVersionArn">& request) {
  ATTUNE_TRY(version, describe<SolutionVersion>(control, caller, request.arn));
  ATTUNE_TRY_VOID(check_active(SolutionVersion::kKind, request.arn, version.status));
  return GetSolutionMetricsResponse{.solution_version_arn = request.arn,
                                    .metrics = version.metrics.value_or(json::StringMap<double>{})};
}

Result<ListResponse<"solutionVersions", resources::SolutionVersionSummary>> list_solution_versions(
    const Control& control, const Caller& caller, const ListRequest<"solutionArn">& request) {
  if (request.parent_arn) {
    ATTUNE_TRY(solution, describe<Solution>(control, caller, *request.parent_arn));
    static_cast<void>(solution);
  }
  return list<ListResponse<"solutionVersions", resources::SolutionVersionSummary>,
              resources::SolutionVersionSummary>(control, caller,
                                                 {.kind = SolutionVersion::kKind,
                                                  .parent_arn = request.parent_arn,
                                                  .next_token = request.next_token,
                                                  .max_results = request.max_results});
}

}  // namespace attune::control
