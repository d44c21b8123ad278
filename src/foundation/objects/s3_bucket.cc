#include "foundation/objects/s3_bucket.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "foundation/aws/sigv4.h"
#include "foundation/aws/uri_encode.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "foundation/http/client.h"
#include "foundation/http/message.h"
#include "foundation/objects/xml.h"

namespace attune::objects {
namespace {

constexpr const char* kAccessDeniedMessage =
    "Insufficient privileges for accessing data in Amazon S3.";

std::string query_of(const S3Call& call) {
  std::string query;
  for (const auto& [name, value] : call.parameters) {
    query += (query.empty() ? '?' : '&') + aws::uri_encode(name) + '=' + aws::uri_encode(value);
  }
  return query;
}

bool is_passing(int status) {
  return status == 429 || status >= 500;
}

}  // namespace

Error s3_error(const S3Call& call, const http::Response& response) {
  const auto document = parse_xml(response.body);
  const std::string code(document ? document->text_of("Code") : "");
  const std::string message(document ? document->text_of("Message") : "");
  const std::string what = call.method + " '" + call.key + "': S3 answered " +
                           std::to_string(response.status) + (code.empty() ? "" : " " + code) +
                           (message.empty() ? "" : ": " + message);
  if (response.status == 404) return {.code = ErrorCode::kNotFound, .message = what};
  if (response.status == 401 || response.status == 403) {
    return {.code = ErrorCode::kAccessDenied, .message = kAccessDeniedMessage};
  }
  const bool is_other_region = response.status == 301 || code == "AuthorizationHeaderMalformed";
  if (is_other_region) {
    return {.code = ErrorCode::kInvalidInput,
            .message = what + " (is the bucket in another region?)"};
  }
  return {.code = is_passing(response.status) ? ErrorCode::kUnavailable : ErrorCode::kInternal,
          .message = what};
}

S3Bucket::S3Bucket(S3Options options, S3Address address)
    : options_(std::move(options)), address_(std::move(address)) {}

Result<http::Response> S3Bucket::call(const S3Call& call) const {
  for (std::size_t number = 1;; ++number) {
    auto answer = attempt(call);
    const bool may_repeat = number < options_.attempt_count_max;
    if (!answer) {
      if (answer.error().code != ErrorCode::kUnavailable || !may_repeat) return answer;
    } else if (answer->status >= 200 && answer->status < 300) {
      return answer;
    } else if (!is_passing(answer->status) || !may_repeat) {
      return std::unexpected(s3_error(call, *answer));
    }
    pause_before(number);
  }
}

Result<http::Response> S3Bucket::attempt(const S3Call& call) const {
  http::Request request{.method = call.method,
                        .target = address_.target(call.key) + query_of(call),
                        .body = call.body};
  request.headers.add("Host", address_.host);
  for (const auto& [name, value] : call.fields) request.headers.add(name, value);
  if (options_.credentials) {
    aws::sign(request, *options_.credentials, {.region = options_.region, .service = "s3"},
              SystemClock().now_ms());
  }
  return http::send({.method = std::move(request.method),
                     .url = address_.origin + request.target,
                     .headers = std::move(request.headers),
                     .body = std::move(request.body),
                     .timeout = options_.timeout,
                     .body_bytes_max = call.answer_bytes_max});
}

/// Full jitter: anything up to the doubled bound, so that callers do not return together.
void S3Bucket::pause_before(std::size_t attempt) const {
  const std::size_t doublings = std::min<std::size_t>(attempt - 1, 16);
  const auto bound =
      std::min(options_.backoff_max, options_.backoff_first * (std::int64_t{1} << doublings));
  const auto ticks = std::chrono::steady_clock::now().time_since_epoch().count();
  Random random(static_cast<std::uint64_t>(ticks));
  options_.pause(
      std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(bound.count()) + 1)));
}

}  // namespace attune::objects
