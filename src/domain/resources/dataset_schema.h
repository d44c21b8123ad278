#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct DatasetSchema {
  static constexpr std::string_view kKind = "schema";

  std::string name;
  std::string schema_arn;
  std::string schema;
  std::optional<std::string> domain = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("name", &DatasetSchema::name, kName),
                  json::field("schemaArn", &DatasetSchema::schema_arn, kArn),
                  json::field("schema", &DatasetSchema::schema, kAvroSchema),
                  json::field("domain", &DatasetSchema::domain, kDomain),
                  json::field("creationDateTime", &DatasetSchema::creation_date_time),
                  json::field("lastUpdatedDateTime", &DatasetSchema::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return schema_arn; }
  [[nodiscard]] const std::string& resource_name() const { return name; }
  [[nodiscard]] std::string parent_arn() const { return {}; }
};

struct DatasetSchemaSummary {
  std::string name;
  std::string schema_arn;
  std::optional<std::string> domain = {};
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("name", &DatasetSchemaSummary::name),
      json::field("schemaArn", &DatasetSchemaSummary::schema_arn),
      json::field("domain", &DatasetSchemaSummary::domain),
      json::field("creationDateTime", &DatasetSchemaSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &DatasetSchemaSummary::last_updated_date_time));
};

}  // namespace attune::resources
