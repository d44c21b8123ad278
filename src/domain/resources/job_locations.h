#pragma once

#include <optional>
#include <string>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct S3DataConfig {
  std::string path;
  std::optional<std::string> kms_key_arn = {};

  static constexpr auto kShape =
      json::shape(json::field("path", &S3DataConfig::path, kDataLocation),
                  json::field("kmsKeyArn", &S3DataConfig::kms_key_arn, kKmsKeyArn));
};

/// Where a batch job reads.
struct JobInput {
  S3DataConfig s3_data_source;

  static constexpr auto kShape =
      json::shape(json::field("s3DataSource", &JobInput::s3_data_source));
};

/// Where a batch or export job writes.
struct JobOutput {
  S3DataConfig s3_data_destination;

  static constexpr auto kShape =
      json::shape(json::field("s3DataDestination", &JobOutput::s3_data_destination));
};

}  // namespace attune::resources
