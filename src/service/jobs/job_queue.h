#pragma once

#include <cstdint>
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
  std::string subject_arn;  // the resource it works on
  std::string payload;      // JSON of the kind's own, or empty
  std::int64_t run_after_ms = 0;
};

/// Adds a job in the caller's transaction: it exists if and only if the change that asked for it
/// does.
Result<std::int64_t> enqueue(database::Transaction& transaction, const NewJob& job,
                             std::int64_t now_ms);

/// Asks the job about this resource, if one is queued or running, to stop. A running job sees it
/// within a second (JobContext::stop_requested) or, for a child process, gets SIGTERM.
Result<void> request_stop(database::Transaction& transaction, std::string_view account_id,
                          std::string_view subject_arn);

}  // namespace attune::jobs
