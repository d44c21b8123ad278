#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/objects/s3_address.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {

/// One request of the S3 protocol about one bucket.
struct S3Call {
  std::string method = "GET";
  std::string key = {};                                              // "" for the bucket
  std::vector<std::pair<std::string, std::string>> parameters = {};  // of the query, not encoded
  std::vector<std::pair<std::string, std::string>> fields = {};
  std::string body = {};
  std::size_t answer_bytes_max = std::size_t{8} * 1024 * 1024;
};

/// Sends signed requests to a bucket and repeats those that failed for a passing reason: transport,
/// 429 and 5xx, with exponential back-off and full jitter. Thread-safe.
class S3Bucket {
 public:
  S3Bucket(S3Options options, S3Address address);

  /// A 2xx answer, or the error: 404 kNotFound, 401 and 403 kAccessDenied, kUnavailable when the
  /// attempts are used up, kInternal for any other answer.
  [[nodiscard]] Result<http::Response> call(const S3Call& call) const;
  [[nodiscard]] const S3Options& options() const { return options_; }

 private:
  [[nodiscard]] Result<http::Response> attempt(const S3Call& call) const;
  void pause_before(std::size_t attempt) const;

  S3Options options_;
  S3Address address_;
};

/// What an answer that is no 2xx means; reads the error document if there is one.
[[nodiscard]] Error s3_error(const S3Call& call, const http::Response& response);

}  // namespace attune::objects
