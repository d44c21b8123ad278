#pragma once

#include <string>

#include "domain/resources/data_deletion_job.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateDataDeletionJobRequest {
  std::string job_name;
  std::string dataset_group_arn;
  resources::DataSource data_source;
  std::string role_arn;
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("jobName", &CreateDataDeletionJobRequest::job_name, resources::kName),
      json::field("datasetGroupArn", &CreateDataDeletionJobRequest::dataset_group_arn,
                  resources::kArn),
      json::field("dataSource", &CreateDataDeletionJobRequest::data_source),
      json::field("roleArn", &CreateDataDeletionJobRequest::role_arn, resources::kRoleArn),
      json::field("tags", &CreateDataDeletionJobRequest::tags, resources::kTags));
};

/// Removes users from everything that the dataset group stores (reference 11.4).
Result<ArnMessage<"dataDeletionJobArn">> create_data_deletion_job(
    const Control& control, const Caller& caller, const CreateDataDeletionJobRequest& request);

}  // namespace attune::control
