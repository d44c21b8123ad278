#pragma once

#include <optional>
#include <string>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_config.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateSolutionRequest {
  std::string name;
  std::optional<bool> perform_hpo = {};
  std::optional<bool> perform_auto_ml = {};
  std::optional<bool> perform_auto_training = {};
  std::optional<bool> perform_incremental_update = {};
  std::optional<std::string> recipe_arn = {};
  std::string dataset_group_arn;
  std::optional<std::string> event_type = {};
  std::optional<resources::SolutionConfig> solution_config = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateSolutionRequest::name, resources::kName),
      json::field("performHPO", &CreateSolutionRequest::perform_hpo),
      json::field("performAutoML", &CreateSolutionRequest::perform_auto_ml),
      json::field("performAutoTraining", &CreateSolutionRequest::perform_auto_training),
      json::field("performIncrementalUpdate", &CreateSolutionRequest::perform_incremental_update),
      json::field("recipeArn", &CreateSolutionRequest::recipe_arn, resources::kArn),
      json::field("datasetGroupArn", &CreateSolutionRequest::dataset_group_arn, resources::kArn),
      json::field("eventType", &CreateSolutionRequest::event_type, resources::kText256),
      json::field("solutionConfig", &CreateSolutionRequest::solution_config),
      json::field("tags", &CreateSolutionRequest::tags, resources::kTags));
};

struct UpdateSolutionRequest {
  std::string solution_arn;
  std::optional<bool> perform_auto_training = {};
  std::optional<bool> perform_incremental_update = {};
  std::optional<resources::SolutionUpdateConfig> solution_update_config = {};
  static constexpr auto kShape = json::shape(
      json::field("solutionArn", &UpdateSolutionRequest::solution_arn, resources::kArn),
      json::field("performAutoTraining", &UpdateSolutionRequest::perform_auto_training),
      json::field("performIncrementalUpdate", &UpdateSolutionRequest::perform_incremental_update),
      json::field("solutionUpdateConfig", &UpdateSolutionRequest::solution_update_config));
};

Result<ArnMessage<"solutionArn">> create_solution(const Control& control, const Caller& caller,
                                                  const CreateSolutionRequest& request);
/// With its newest version, in any status.
Result<resources::Solution> describe_solution(const Control& control, const Caller& caller,
                                              const std::string& arn);
/// Absent members keep their values; kInUse while another update is in progress.
Result<ArnMessage<"solutionArn">> update_solution(const Control& control, const Caller& caller,
                                                  const UpdateSolutionRequest& request);
/// kInUse while it has campaigns or a version in training.
Result<Empty> delete_solution(const Control& control, const Caller& caller,
                              const ArnMessage<"solutionArn">& request);

}  // namespace attune::control
