#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/server/options.h"
#include "foundation/base/error.h"

namespace attune::server {

/// A running Attune: everything that `attune serve` consists of, wired together.
class Server {
 public:
  /// Opens (or creates) the data directory, starts to listen, and puts what was served in service
  /// again. `program` is the path of this binary, which trains as a child process.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const Options& options,
                                                             std::string program);
  virtual ~Server() = default;  // as stop()

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Lets requests in flight finish, returns running jobs to the queue, stores queued events.
  virtual void stop() = 0;
};

}  // namespace attune::server
