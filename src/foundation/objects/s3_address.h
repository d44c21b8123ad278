#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {

/// Where one bucket answers.
struct S3Address {
  std::string origin;       // "https://host[:port]"
  std::string host;         // as in the Host header
  std::string path_prefix;  // "/bucket" or ""

  /// The target of a key, percent-encoded; "" is the bucket itself.
  [[nodiscard]] std::string target(std::string_view key) const;
};

/// kInvalidInput for a bucket name outside S3's rules or an endpoint that is no http(s) origin.
[[nodiscard]] Result<S3Address> s3_address(const S3Options& options, const std::string& bucket);

/// 3 to 63 of a-z 0-9 . - (and _, which older buckets have), beginning and ending with a letter or
/// digit.
[[nodiscard]] bool is_bucket_name(std::string_view name);

struct BucketAndKey {
  std::string bucket;
  std::string key;
};
/// Reads "s3://bucket/key" and, of the configured endpoint or Amazon's, "http(s)://host/bucket/key"
/// and "http(s)://bucket.host/key".
[[nodiscard]] std::optional<BucketAndKey> parse_s3_location(std::string_view location,
                                                            const S3Options& options);

}  // namespace attune::objects
