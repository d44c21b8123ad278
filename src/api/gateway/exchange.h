#pragma once

#include <cstdint>
#include <string>

#include "api/wire/answer.h"
#include "foundation/base/clock.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"
#include "foundation/telemetry/metrics.h"

namespace attune::gateway {

/// What every request is counted by.
struct RequestMetrics {
  explicit RequestMetrics(metrics::Registry& registry);
  metrics::HistogramFamily seconds;  // by operation
  metrics::CounterFamily errors;     // by operation and code
};

/// One request on its way to its answer: ends it with headers, a log line and metrics.
class Exchange {
 public:
  Exchange(http::Reply reply, const RequestMetrics& metrics);

  std::string operation;  // for log and metrics
  wire::Service service = wire::Service::kControl;
  std::string account_id;

  [[nodiscard]] const std::string& request_id() const { return request_id_; }
  void finish(wire::Answer answer);
  /// Answers the error and, for internal ones, logs its message.
  void fail(const Error& error);

 private:
  http::Reply reply_;
  const RequestMetrics* metrics_;
  std::string request_id_;
  std::int64_t started_ns_;
};

}  // namespace attune::gateway
