#pragma once

#include <optional>
#include <string>

#include "domain/resources/dataset_group.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateDatasetGroupRequest {
  std::string name;
  std::optional<std::string> role_arn = {};
  std::optional<std::string> kms_key_arn = {};
  std::optional<std::string> domain = {};
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateDatasetGroupRequest::name, resources::kName),
      json::field("roleArn", &CreateDatasetGroupRequest::role_arn, resources::kRoleArn),
      json::field("kmsKeyArn", &CreateDatasetGroupRequest::kms_key_arn, resources::kKmsKeyArn),
      json::field("domain", &CreateDatasetGroupRequest::domain, resources::kDomain),
      json::field("tags", &CreateDatasetGroupRequest::tags, resources::kTags));
};
struct CreateDatasetGroupResponse {
  std::string dataset_group_arn;
  std::optional<std::string> domain = {};
  static constexpr auto kShape =
      json::shape(json::field("datasetGroupArn", &CreateDatasetGroupResponse::dataset_group_arn),
                  json::field("domain", &CreateDatasetGroupResponse::domain));
};

Result<CreateDatasetGroupResponse> create_dataset_group(const Control& control,
                                                        const Caller& caller,
                                                        const CreateDatasetGroupRequest& request);
/// kInUse while it has a dataset, solution, event tracker or filter.
Result<Empty> delete_dataset_group(const Control& control, const Caller& caller,
                                   const ArnMessage<"datasetGroupArn">& request);

}  // namespace attune::control
