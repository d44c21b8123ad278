#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::database {
class Database;
}

namespace attune::jobs {

/// Whose leases these are: a server, and one life of it.
struct LeaseHolder {
  std::string node;
  std::string owner;
};

struct LeasedJob {
  std::int64_t id = 0;
  std::string kind;
  std::string account_id;
  std::string subject_arn;
  std::string payload;
  int attempt = 1;
  bool stop_requested = false;
};

/// How a leased job leaves the hands of its holder.
struct Release {
  std::int64_t id = 0;
  std::string_view state;  // of the row: "queued", "succeeded", "failed", "stopped"
  std::string error;
  std::int64_t run_after_ms = 0;
  bool attempt_counts = true;
};

/// Returns to the queue what an earlier life of this node left running.
Result<void> recover_jobs(database::Database& database, const LeaseHolder& holder);

/// Takes the oldest due job of these kinds, if there is one, until `now_ms + lease_ms`.
Result<std::optional<LeasedJob>> take_job(database::Database& database, const LeaseHolder& holder,
                                          std::span<const std::string> kinds, std::int64_t now_ms,
                                          std::int64_t lease_ms);

struct HeldJob {
  std::int64_t id = 0;
  std::optional<std::string> progress;  // new since the last time
};
/// Renews the leases and stores the progress of these jobs.
Result<void> renew_jobs(database::Database& database, const LeaseHolder& holder,
                        std::span<const HeldJob> jobs, std::int64_t now_ms, std::int64_t lease_ms);

/// Those of the holder's running jobs that nobody asked to stop.
Result<std::vector<std::int64_t>> unstopped_jobs(database::Database& database,
                                                 const LeaseHolder& holder);

/// Does nothing if somebody else has taken the job meanwhile.
Result<void> release_job(database::Database& database, const LeaseHolder& holder,
                         const Release& release, std::int64_t now_ms);

}  // namespace attune::jobs
