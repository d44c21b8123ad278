#pragma once

#include <string>

#include "domain/resources/filter.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateFilterRequest {
  std::string name;
  std::string dataset_group_arn;
  std::string filter_expression;
  Tags tags = {};
  static constexpr auto kShape = json::shape(
      json::field("name", &CreateFilterRequest::name, resources::kName),
      json::field("datasetGroupArn", &CreateFilterRequest::dataset_group_arn, resources::kArn),
      json::field("filterExpression", &CreateFilterRequest::filter_expression,
                  resources::kFilterExpression),
      json::field("tags", &CreateFilterRequest::tags, resources::kTags));
};

/// The expression is parsed and its fields are checked against the group's schemas.
Result<ArnMessage<"filterArn">> create_filter(const Control& control, const Caller& caller,
                                              const CreateFilterRequest& request);
Result<Empty> delete_filter(const Control& control, const Caller& caller,
                            const ArnMessage<"filterArn">& request);

}  // namespace attune::control
