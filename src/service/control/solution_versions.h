#pragma once

#include <optional>
#include <string>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateSolutionVersionRequest {
  std::optional<std::string> name = {};
  std::string solution_arn;
  std::optional<std::string> training_mode = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateSolutionVersionRequest::name, resources::kName),
      json::field("solutionArn", &CreateSolutionVersionRequest::solution_arn, resources::kArn),
      json::field("trainingMode", &CreateSolutionVersionRequest::training_mode,
                  resources::kTrainingMode),
      json::field("tags", &CreateSolutionVersionRequest::tags, resources::kTags));
};
struct GetSolutionMetricsResponse {
  std::string solution_version_arn;
  json::StringMap<double> metrics;
  static constexpr auto kShape = json::shape(
      json::field("solutionVersionArn", &GetSolutionMetricsResponse::solution_version_arn),
      json::field("metrics", &GetSolutionMetricsResponse::metrics));
};

/// The last part of the ARN is the name, or 8 hex digits without one.
Result<ArnMessage<"solutionVersionArn">> create_solution_version(
    const Control& control, const Caller& caller, const CreateSolutionVersionRequest& request);
/// A version that waits is CREATE STOPPED at once, one in training is CREATE STOPPING first.
Result<Empty> stop_solution_version_creation(const Control& control, const Caller& caller,
                                             const ArnMessage<"solutionVersionArn">& request);
/// kInUse while the version is in training.
Result<GetSolutionMetricsResponse> get_solution_metrics(
    const Control& control, const Caller& caller, const ArnMessage<"solutionVersionArn">& request);
/// kNotFound for a solution that does not exist.
Result<ListResponse<"solutionVersions", resources::SolutionVersionSummary>> list_solution_versions(
    const Control& control, const Caller& caller, const ListRequest<"solutionArn">& request);

}  // namespace attune::control
