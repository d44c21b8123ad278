#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::database {
class Transaction;
}

namespace attune::jobs {

/// Work to be done in the background about one resource.
struct NewJob {
  std::string account_id;
  std::string
      kind;  // a name of the job kinds' catalogue: "create", "delete", "import", "train", ...
  std::string subject_arn;   // the resource it works on
  std::string payload = {};  // JSON of the kind's own, or empty
  std::int64_t run_after_ms = 0;
};

/// DO NOT RENAME: their lower-case names are on disk (docs/formats/database.md).
enum class JobState : std::uint8_t { kQueued, kRunning, kSucceeded, kFailed, kStopped };

struct JobStatus {
  std::int64_t id = 0;
  std::string kind;
  JobState state = JobState::kQueued;
  int attempt = 0;  // times it was started
  bool stop_requested = false;
  std::string progress;  // JSON of its latest report, or empty
  std::string error;     // why it failed or stopped, or will be tried again
  std::int64_t created_at_ms = 0;
  std::int64_t updated_at_ms = 0;
};

/// Adds a job in the caller's transaction: it exists if and only if the change that asked for it
/// does. Returns its id. Forgets finished jobs about the same resource.
Result<std::int64_t> enqueue(database::Transaction& transaction, const NewJob& job,
                             std::int64_t now_ms);

/// Asks the job about this resource, if one is queued or running, to stop. A running job sees it
/// within a second (JobContext::stop_requested) or, for a child process, gets SIGTERM.
Result<void> request_stop(database::Transaction& transaction, std::string_view account_id,
                          std::string_view subject_arn);

/// The newest job about this resource; nothing if it never had one.
Result<std::optional<JobStatus>> find_job(database::Transaction& transaction,
                                          std::string_view account_id,
                                          std::string_view subject_arn);

/// Forgets the finished jobs about a resource that goes away.
Result<void> forget_jobs(database::Transaction& transaction, std::string_view account_id,
                         std::string_view subject_arn);

}  // namespace attune::jobs
