#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "foundation/base/error.h"
#include "foundation/http/message.h"

namespace attune::http {

/// Answers one request, once, from any thread, at any time before the server is destroyed.
/// A Reply dropped without a call answers 500.
using Reply = std::move_only_function<void(Response)>;

/// Called on an I/O thread, one call per request; must not block. Long work moves the Reply to
/// another thread. Exceptions end as 500.
using Handler = std::function<void(Request, Reply)>;

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;        // 0: any free port
  std::size_t thread_count = 0;  // 0: one per core
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 8 * 1024 * 1024;
  std::size_t connection_count_max = 10'000;
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds read_timeout{30'000};
};

/// HTTP/1.1 with keep-alive and pipelining on one port; one event loop per thread (SO_REUSEPORT).
/// Oversized headers answer 431, bodies 413, bad requests 400, too many connections are closed.
class Server {
 public:
  /// Binds and starts to accept. Fails when the address is taken or not valid.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                                             Handler handler);
  virtual ~Server() = default;  // stops at once

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Stops accepting, lets requests in flight finish for up to `grace`, then closes and joins.
  virtual void stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace attune::http
