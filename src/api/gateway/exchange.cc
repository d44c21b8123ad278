#include "api/gateway/exchange.h"

#include <chrono>
#include <string>
#include <utility>

#include "foundation/base/unique_id.h"
#include "foundation/telemetry/log.h"

namespace attune::gateway {
namespace {

std::int64_t monotonic_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

RequestMetrics::RequestMetrics(metrics::Registry& registry)
    : seconds(registry.histogram({.name = "attune_request_seconds",
                                  .help = "Time from a request to its answer.",
                                  .label_names = {"operation"}},
                                 metrics::latency_bounds_seconds())),
      errors(registry.counter({.name = "attune_request_errors_total",
                               .help = "Requests answered with an error.",
                               .label_names = {"operation", "code"}})) {}

Exchange::Exchange(http::Reply reply, const RequestMetrics& metrics)
    : reply_(std::move(reply)),
      metrics_(&metrics),
      request_id_(make_uuid()),
      started_ns_(monotonic_ns()) {}

void Exchange::fail(const Error& error) {
  if (error.code == ErrorCode::kInternal) {
    log::error("operation failed",
               {{"operation", operation}, {"request_id", request_id_}, {"reason", error.message}});
  }
  finish(wire::encode(wire::fault_of(error, service)));
}

void Exchange::finish(wire::Answer answer) {
  const double seconds = static_cast<double>(monotonic_ns() - started_ns_) / 1e9;
  metrics_->seconds.with({operation}).observe(seconds);
  if (!answer.error_code.empty()) metrics_->errors.with({operation, answer.error_code}).increment();
  log::info("request", {{"operation", operation},
                        {"status", answer.status},
                        {"code", answer.error_code},
                        {"account", account_id},
                        {"request_id", request_id_},
                        {"seconds", seconds}});
  http::Response response{.status = answer.status, .headers = {}, .body = std::move(answer.body)};
  response.headers.add("Content-Type", std::string(wire::content_type_of(service)));
  response.headers.add("x-amzn-RequestId", request_id_);
  if (!answer.error_code.empty()) response.headers.add("x-amzn-ErrorType", answer.error_code);
  reply_(std::move(response));
}

}  // namespace attune::gateway
