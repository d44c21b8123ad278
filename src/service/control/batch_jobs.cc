#include "service/control/batch_jobs.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/filter/filter.h"
#include "domain/resources/filter.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "learning/recipes/recipe.h"
#include "service/control/background.h"
#include "service/control/campaign_rules.h"
#include "service/control/job_rules.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::BatchInferenceJob;
using resources::BatchSegmentJob;
using resources::Filter;
using resources::SolutionVersion;

constexpr std::string_view kInference = "BATCH_INFERENCE";
constexpr std::string_view kSegmentation = "USER_SEGMENTATION";

Result<const recipes::Recipe*> recipe_of(const SolutionVersion& version) {
  const recipes::Recipe* recipe = recipes::find_recipe(version.recipe_arn);
  if (recipe == nullptr) return internal_error("recipe " + version.recipe_arn + " is unknown");
  return recipe;
}

Result<void> check_batch_recipe(const recipes::Recipe& recipe) {
  constexpr std::array<std::string_view, 2> kWithoutBatch{"aws-next-best-action",
                                                          "aws-trending-now"};
  if (std::ranges::find(kWithoutBatch, recipe.name) == kWithoutBatch.end() &&
      recipes::wire_name_of(recipe.type) != kSegmentation) {
    return {};
  }
  return invalid_input("solutionVersionArn: recipe " + std::string(recipe.name) +
                       " has no batch inference");
}

Result<void> check_themes(const CreateBatchInferenceJobRequest& request) {
  if (request.batch_inference_job_mode.value_or(std::string(kInference)) != kInference) {
    return invalid_input(
        "batchInferenceJobMode: THEME_GENERATION needs a generative model, and "
        "this service has none");
  }
  if (!request.theme_generation_config) return {};
  return invalid_input("themeGenerationConfig: only with batchInferenceJobMode THEME_GENERATION");
}

Result<void> check_config(const resources::BatchInferenceJobConfig& config,
                          const recipes::Recipe& recipe) {
  if (config.item_exploration_config && !config.item_exploration_config->empty()) {
    const auto& given = *config.item_exploration_config;
    if (!recipe.explores || recipe.name.ends_with("-v2")) {
      return invalid_input("batchInferenceJobConfig.itemExplorationConfig: recipe " +
                           std::string(recipe.name) + " does not explore");
    }
    ATTUNE_TRY_VOID(
        recipe.check_parameters(recipes::ParameterPlace::kCampaign, {given.begin(), given.end()}));
  }
  if (config.ranking_influence && !config.ranking_influence->empty() &&
      recipe.name != "aws-semantic-similarity") {
    return invalid_input("batchInferenceJobConfig.rankingInfluence: recipe " +
                         std::string(recipe.name) + " has none");
  }
  return {};
}

// The filter is ACTIVE, of the version's group, and about what the job lists.
Result<void> check_filter(resources::Resources& rows, const Caller& caller,
                          const std::optional<std::string>& arn, const SolutionVersion& version,
                          filter::Entity entity) {
  if (!arn) return {};
  ATTUNE_TRY(filter, get_active<Filter>(rows, caller, *arn));
  if (filter.value.dataset_group_arn != version.dataset_group_arn) {
    return invalid_input("filterArn: " + *arn +
                         " is of another dataset group than the solution version");
  }
  ATTUNE_TRY(expression, filter::parse(filter.value.filter_expression));
  if (filter::inspect(*expression).entity == entity) return {};
  return invalid_input("filterArn: " + *arn + " is not about " +
                       (entity == filter::Entity::kUser ? "UserID" : "ItemID"));
}

BatchInferenceJob new_job(const Control& control, const Caller& caller,
                          const CreateBatchInferenceJobRequest& request,
                          const SolutionVersion& version) {
  const json::Timestamp now{control.clock.now_ms()};
  return {.job_name = request.job_name,
          .batch_inference_job_arn =
              resources::arn_of(caller, BatchInferenceJob::kKind, request.job_name),
          .filter_arn = request.filter_arn,
          .solution_version_arn = version.solution_version_arn,
          .num_results = request.num_results,
          .job_input = request.job_input,
          .job_output = request.job_output,
          .batch_inference_job_config = request.batch_inference_job_config,
          .role_arn = request.role_arn,
          .batch_inference_job_mode = std::string(kInference),
          .status = std::string(resources::status::kCreatePending),
          .creation_date_time = now,
          .last_updated_date_time = now,
          .dataset_group_arn = version.dataset_group_arn};
}

Result<SolutionVersion> checked_version(resources::Resources& rows, const Caller& caller,
                                        const CreateBatchInferenceJobRequest& request) {
  ATTUNE_TRY(version, resolve_version(rows, caller, request.solution_version_arn));
  ATTUNE_TRY(recipe, recipe_of(version));
  ATTUNE_TRY_VOID(check_batch_recipe(*recipe));
  if (request.batch_inference_job_config) {
    ATTUNE_TRY_VOID(check_config(*request.batch_inference_job_config, *recipe));
  }
  ATTUNE_TRY_VOID(check_filter(rows, caller, request.filter_arn, version, filter::Entity::kItem));
  return std::move(version);
}

}  // namespace

Result<ArnMessage<"batchInferenceJobArn">> create_batch_inference_job(
    const Control& control, const Caller& caller, const CreateBatchInferenceJobRequest& request) {
  ATTUNE_TRY_VOID(check_themes(request));
  ATTUNE_TRY_VOID(check_output_apart(request.job_input.s3_data_source.path,
                                     request.job_output.s3_data_destination.path));
  ATTUNE_TRY(tags, checked_tags(request.tags));
  std::string arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(version, checked_version(rows, caller, request));
    const BatchInferenceJob job = new_job(control, caller, request, version);
    arn = job.batch_inference_job_arn;
    ATTUNE_TRY(existing, rows.find(caller.account_id, arn));
    if (existing) return name_taken(BatchInferenceJob::kKind, job.job_name);
    ATTUNE_TRY_VOID(check_pending_jobs(
        rows, caller,
        {.kind = BatchInferenceJob::kKind, .pending_max = control.quotas.batch_jobs_pending}));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, job, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kInfer, .subject_arn = arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"batchInferenceJobArn">{arn};
}

Result<ArnMessage<"batchSegmentJobArn">> create_batch_segment_job(
    const Control& control, const Caller& caller, const CreateBatchSegmentJobRequest& request) {
  ATTUNE_TRY_VOID(check_output_apart(request.job_input.s3_data_source.path,
                                     request.job_output.s3_data_destination.path));
  ATTUNE_TRY(tags, checked_tags(request.tags));
  static_cast<void>(tags);
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(version, resolve_version(rows, caller, request.solution_version_arn));
    ATTUNE_TRY(recipe, recipe_of(version));
    // No recipe of the catalogue is of that type.
    return invalid_input("solutionVersionArn: recipe " + std::string(recipe->name) +
                         " segments no users; a recipe of type " + std::string(kSegmentation) +
                         " does");
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return internal_error("a batch segment job that nothing refused");
}

}  // namespace attune::control
