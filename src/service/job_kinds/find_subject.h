#pragma once

#include <optional>
#include <string>
#include <utility>

#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/job_kinds/services.h"
#include "service/jobs/runner.h"

namespace attune::job_kinds {

/// The resource that the job is about; kCancelled when it is gone.
template <typename T>
Result<T> find_subject(const Services& services, const jobs::RunningJob& job) {
  std::optional<T> found;
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(stored, resources::find<T>(rows, job.account_id, job.subject_arn));
    if (stored) found = std::move(stored->value);
    return {};
  }));
  if (!found) return failure(ErrorCode::kCancelled, job.subject_arn + " was deleted");
  return std::move(*found);
}

}  // namespace attune::job_kinds
