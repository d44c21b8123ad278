#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "foundation/concurrency/worker_pool.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"

namespace attune::database {
class Database;
}
namespace attune::gateway {
class Authenticator;
}

namespace attune::additions {

/// What the protocol has no room for, below /attune/v1 (docs/howto/reports.md):
///
///   GET /attune/v1/dataset-import-jobs/{jobName}/report             rows read, kept and refused,
///   and why GET /attune/v1/solution-versions/{solution}/{version}/report    metrics, baselines,
///   how they were measured;
///                                                                    while training, its latest
///                                                                    progress
///
/// `?region=` names the region of a caller that does not sign. Callers are those of the protocol; a
/// key needs the actions GetDatasetImportReport and GetSolutionVersionReport. Thread-safe.
class Reports {
 public:
  /// Both must outlive it. `objects` is where segments and solutions stand.
  Reports(database::Database& database, const gateway::Authenticator& authenticator,
          std::filesystem::path objects);

  [[nodiscard]] static bool is_mine(std::string_view path);
  void handle(http::Request request, http::Reply reply);

 private:
  static constexpr concurrency::WorkerPoolOptions kWorkers{.thread_count = 1,
                                                           .queue_tasks_max = 256};

  [[nodiscard]] http::Response answer(const http::Request& request) const;

  database::Database& database_;
  const gateway::Authenticator& authenticator_;
  const std::filesystem::path objects_;
  concurrency::WorkerPool workers_;
};

}  // namespace attune::additions
