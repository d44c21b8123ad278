#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "api/gateway/authenticator.h"
#include "api/operations/operation.h"
#include "foundation/base/clock.h"
#include "foundation/concurrency/worker_pool.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"
#include "foundation/telemetry/metrics.h"

namespace attune::gateway {

struct GatewayOptions {
  concurrency::WorkerPoolOptions workers = {.thread_count = 4, .queue_tasks_max = 1024};
  std::function<bool()> is_ready = {};  // of /readyz; empty: always
};

struct GatewayParts {
  const Authenticator& authenticator;
  const operations::Context& context;
  metrics::Registry& metrics;
  const Clock& clock;
};

/// The protocol's front door: from HTTP to operations and back. Recommendations are answered on the
/// caller's thread; operations that wait for the disk run on one of a bounded number of workers,
/// and when too many wait the caller is told to come back (503). Everything else under the port:
/// /healthz, /readyz, /metrics. Thread-safe.
class Gateway {
 public:
  /// `parts` must outlive the gateway.
  Gateway(const GatewayParts& parts, const GatewayOptions& options);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  void handle(http::Request request, http::Reply reply);
  /// For http::Server::start; valid as long as the gateway.
  [[nodiscard]] http::Handler handler();
  /// Lets accepted control operations finish, then takes no more.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attune::gateway
