#pragma once

#include <optional>
#include <string>

#include "domain/resources/dataset_export_job.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateDatasetExportJobRequest {
  std::string job_name;
  std::string dataset_arn;
  std::optional<std::string> ingestion_mode = {};
  std::string role_arn;
  resources::JobOutput job_output;
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("jobName", &CreateDatasetExportJobRequest::job_name, resources::kName),
      json::field("datasetArn", &CreateDatasetExportJobRequest::dataset_arn, resources::kArn),
      json::field("ingestionMode", &CreateDatasetExportJobRequest::ingestion_mode,
                  resources::kIngestionMode),
      json::field("roleArn", &CreateDatasetExportJobRequest::role_arn, resources::kRoleArn),
      json::field("jobOutput", &CreateDatasetExportJobRequest::job_output),
      json::field("tags", &CreateDatasetExportJobRequest::tags, resources::kTags));
};

/// Without a mode: PUT (reference 4.8).
Result<ArnMessage<"datasetExportJobArn">> create_dataset_export_job(
    const Control& control, const Caller& caller, const CreateDatasetExportJobRequest& request);

}  // namespace attune::control
