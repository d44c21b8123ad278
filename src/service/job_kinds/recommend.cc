#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "domain/resources/job_payloads.h"
#include "domain/resources/recommender.h"
#include "domain/resources/use_case.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "foundation/telemetry/log.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/solution_artefact.h"
#include "service/campaigns/campaigns.h"
#include "service/control/transitions.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/serving.h"
#include "service/job_kinds/train_child.h"

namespace attune::job_kinds {
namespace {

using resources::Recommender;

const recipes::Recipe* model_of(const resources::UseCase& use_case) {
  for (const std::string_view name : use_case.models) {
    if (const recipes::Recipe* recipe = recipes::find_recipe(name)) return recipe;
  }
  return nullptr;
}

Result<TrainingSpec> spec_for(const Services& services, const jobs::RunningJob& job,
                              const Recommender& recommender, const std::filesystem::path& output) {
  const resources::UseCase* use_case = resources::find_use_case(recommender.recipe_arn);
  const recipes::Recipe* recipe = use_case == nullptr ? nullptr : model_of(*use_case);
  if (recipe == nullptr) return not_found(recommender.recipe_arn + " does not exist.");
  TrainingSpec spec = spec_of(services, job, output);
  spec.dataset_group_arn = recommender.dataset_group_arn;
  spec.recipe_arn = recipe->name;
  if (!use_case->event_type.empty()) {
    spec.rules.push_back({.event_type = std::string(use_case->event_type)});
  }
  return spec;
}

Result<void> train(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(recommender, find_subject<Recommender>(services, job));
  const std::string key = "solutions/job-" + std::to_string(job.id);
  const std::filesystem::path output = services.objects / key;
  ATTUNE_TRY(spec, spec_for(services, job, recommender, output));
  ATTUNE_TRY_VOID(train_in_child(services, job, spec, output));
  ATTUNE_TRY(solution, recipes::read_solution(output));
  control::TrainingOutcome outcome;
  outcome.metrics = json::StringMap<double>(solution.metrics.begin(), solution.metrics.end());
  outcome.artefact_key = key;
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.record_recommender(job.account_id, job.subject_arn, outcome));
  log::info("recommender trained",
            {{"recommender", job.subject_arn}, {"seconds", solution.training_seconds}});
  if (!recommender.artefact_key || *recommender.artefact_key == key) return {};
  std::error_code ignored;
  std::filesystem::remove_all(services.objects / *recommender.artefact_key, ignored);
  return {};
}

}  // namespace

Result<void> run_recommend(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(document, json::parse(job.payload));
  ATTUNE_TRY(payload, json::read<resources::RecommendPayload>(document));
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  if (payload.trains) ATTUNE_TRY_VOID(train(services, job));
  if (payload.serves) {
    ATTUNE_TRY_VOID(serve_recommender(services, job.account_id, job.subject_arn));
  } else {
    services.campaigns.withdraw(job.subject_arn);
  }
  return transitions.mark_active(job.account_id, job.subject_arn);
}

}  // namespace attune::job_kinds
