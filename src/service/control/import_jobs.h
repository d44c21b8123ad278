#pragma once

#include <optional>
#include <string>

#include "domain/resources/dataset_import_job.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateDatasetImportJobRequest {
  std::string job_name;
  std::string dataset_arn;
  resources::DataSource data_source;
  std::optional<std::string> role_arn = {};
  std::optional<std::string> import_mode = {};
  std::optional<bool> publish_attribution_metrics_to_s3 = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("jobName", &CreateDatasetImportJobRequest::job_name, resources::kName),
      json::field("datasetArn", &CreateDatasetImportJobRequest::dataset_arn, resources::kArn),
      json::field("dataSource", &CreateDatasetImportJobRequest::data_source),
      json::field("roleArn", &CreateDatasetImportJobRequest::role_arn, resources::kRoleArn),
      json::field("importMode", &CreateDatasetImportJobRequest::import_mode,
                  resources::kImportMode),
      json::field("publishAttributionMetricsToS3",
                  &CreateDatasetImportJobRequest::publish_attribution_metrics_to_s3),
      json::field("tags", &CreateDatasetImportJobRequest::tags, resources::kTags));
};

/// INCREMENTAL only after a FULL import of the dataset has succeeded.
Result<ArnMessage<"datasetImportJobArn">> create_dataset_import_job(
    const Control& control, const Caller& caller, const CreateDatasetImportJobRequest& request);

}  // namespace attune::control
