#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/resources/batch_inference_job.h"
#include "domain/resources/batch_segment_job.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

inline constexpr json::Rule kBatchResults{.value_min = 0, .value_max = 500};
inline constexpr json::Rule kSegmentResults{.value_min = 0, .value_max = 5e6};

struct CreateBatchInferenceJobRequest {
  std::string job_name;
  std::string solution_version_arn;
  std::optional<std::string> filter_arn = {};
  std::optional<std::int64_t> num_results = {};
  resources::JobInput job_input;
  resources::JobOutput job_output;
  std::string role_arn;
  std::optional<resources::BatchInferenceJobConfig> batch_inference_job_config = {};
  std::optional<std::string> batch_inference_job_mode = {};
  std::optional<resources::ThemeGenerationConfig> theme_generation_config = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("jobName", &CreateBatchInferenceJobRequest::job_name, resources::kName),
      json::field("solutionVersionArn", &CreateBatchInferenceJobRequest::solution_version_arn,
                  resources::kArn),
      json::field("filterArn", &CreateBatchInferenceJobRequest::filter_arn, resources::kArn),
      json::field("numResults", &CreateBatchInferenceJobRequest::num_results, kBatchResults),
      json::field("jobInput", &CreateBatchInferenceJobRequest::job_input),
      json::field("jobOutput", &CreateBatchInferenceJobRequest::job_output),
      json::field("roleArn", &CreateBatchInferenceJobRequest::role_arn, resources::kRoleArn),
      json::field("batchInferenceJobConfig",
                  &CreateBatchInferenceJobRequest::batch_inference_job_config),
      json::field("batchInferenceJobMode",
                  &CreateBatchInferenceJobRequest::batch_inference_job_mode,
                  resources::kBatchInferenceMode),
      json::field("themeGenerationConfig",
                  &CreateBatchInferenceJobRequest::theme_generation_config),
      json::field("tags", &CreateBatchInferenceJobRequest::tags, resources::kTags));
};

struct CreateBatchSegmentJobRequest {
  std::string job_name;
  std::string solution_version_arn;
  std::optional<std::string> filter_arn = {};
  std::optional<std::int64_t> num_results = {};
  resources::JobInput job_input;
  resources::JobOutput job_output;
  std::string role_arn;
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("jobName", &CreateBatchSegmentJobRequest::job_name, resources::kName),
      json::field("solutionVersionArn", &CreateBatchSegmentJobRequest::solution_version_arn,
                  resources::kArn),
      json::field("filterArn", &CreateBatchSegmentJobRequest::filter_arn, resources::kArn),
      json::field("numResults", &CreateBatchSegmentJobRequest::num_results, kSegmentResults),
      json::field("jobInput", &CreateBatchSegmentJobRequest::job_input),
      json::field("jobOutput", &CreateBatchSegmentJobRequest::job_output),
      json::field("roleArn", &CreateBatchSegmentJobRequest::role_arn, resources::kRoleArn),
      json::field("tags", &CreateBatchSegmentJobRequest::tags, resources::kTags));
};

/// Over an ACTIVE version whose recipe answers batches. Themes are refused: there is no generative
/// model here.
Result<ArnMessage<"batchInferenceJobArn">> create_batch_inference_job(
    const Control& control, const Caller& caller, const CreateBatchInferenceJobRequest& request);
/// Refuses every version whose recipe does not segment users.
Result<ArnMessage<"batchSegmentJobArn">> create_batch_segment_job(
    const Control& control, const Caller& caller, const CreateBatchSegmentJobRequest& request);

}  // namespace attune::control
