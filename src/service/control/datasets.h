#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "domain/resources/dataset.h"
#include "domain/resources/repository.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateDatasetRequest {
  std::string name;
  std::string schema_arn;
  std::string dataset_group_arn;
  std::string dataset_type;
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateDatasetRequest::name, resources::kName),
      json::field("schemaArn", &CreateDatasetRequest::schema_arn, resources::kArn),
      json::field("datasetGroupArn", &CreateDatasetRequest::dataset_group_arn, resources::kArn),
      json::field("datasetType", &CreateDatasetRequest::dataset_type, resources::kDatasetType),
      json::field("tags", &CreateDatasetRequest::tags, resources::kTags));
};

Result<ArnMessage<"datasetArn">> create_dataset(const Control& control, const Caller& caller,
                                                const CreateDatasetRequest& request);
struct UpdateDatasetRequest {
  std::string dataset_arn;
  std::string schema_arn;
  static constexpr auto kShape =
      json::shape(json::field("datasetArn", &UpdateDatasetRequest::dataset_arn, resources::kArn),
                  json::field("schemaArn", &UpdateDatasetRequest::schema_arn, resources::kArn));
};
/// Gives an Items or Users dataset a schema with more columns (reference 4.7).
Result<ArnMessage<"datasetArn">> update_dataset(const Control& control, const Caller& caller,
                                                const UpdateDatasetRequest& request);

/// kInUse while it is imported into or the group trains.
Result<Empty> delete_dataset(const Control& control, const Caller& caller,
                             const ArnMessage<"datasetArn">& request);

/// The group's dataset of that type, if it has one, in any state.
Result<std::optional<resources::Dataset>> find_dataset(resources::Resources& rows,
                                                       const Caller& caller,
                                                       std::string_view dataset_group_arn,
                                                       data::DatasetType type);
/// The parsed schema of the group's ACTIVE dataset of that type; nothing if it has none.
Result<std::optional<data::Schema>> find_schema(resources::Resources& rows, const Caller& caller,
                                                std::string_view dataset_group_arn,
                                                data::DatasetType type);

}  // namespace attune::control
