#pragma once

#include <optional>
#include <string>

#include "domain/data/schema.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

struct CreateSchemaRequest {
  std::string name;
  std::string schema;
  std::optional<std::string> domain = {};
  static constexpr auto kShape =
      json::shape(json::field("name", &CreateSchemaRequest::name, resources::kName),
                  json::field("schema", &CreateSchemaRequest::schema, resources::kAvroSchema),
                  json::field("domain", &CreateSchemaRequest::domain, resources::kDomain));
};

/// Checks the Avro text for the domain. The schema exists at once and never changes.
Result<ArnMessage<"schemaArn">> create_schema(const Control& control, const Caller& caller,
                                              const CreateSchemaRequest& request);
/// kInUse while a dataset refers to it. Gone at once.
Result<Empty> delete_schema(const Control& control, const Caller& caller,
                            const ArnMessage<"schemaArn">& request);

/// "ECOMMERCE", "VIDEO_ON_DEMAND" or nothing.
[[nodiscard]] data::Domain domain_of(const std::optional<std::string>& name);

}  // namespace attune::control
