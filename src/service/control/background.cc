#include "service/control/background.h"

#include <functional>
#include <string>
#include <utility>

#include "domain/resources/job_payloads.h"
#include "domain/resources/repository.h"
#include "domain/resources/status.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/lookup.h"
#include "service/jobs/job_queue.h"

namespace attune::control {

Result<void> write_and_wake(const Control& control,
                            const std::function<Result<void>(database::Transaction&)>& work) {
  ATTUNE_TRY_VOID(control.database.write(work));
  if (control.wake_jobs) control.wake_jobs();
  return {};
}

Result<void> ask_for(database::Transaction& transaction, const Control& control,
                     const Caller& caller, WorkOrder order) {
  const jobs::NewJob job{.account_id = caller.account_id,
                         .kind = std::string(order.kind),
                         .subject_arn = std::string(order.subject_arn),
                         .payload = std::move(order.payload),
                         .run_after_ms = 0};
  ATTUNE_TRY_VOID(jobs::enqueue(transaction, job, control.clock.now_ms()));
  return {};
}

Result<void> ask_for_deletion(database::Transaction& transaction, const Control& control,
                              const Caller& caller, resources::Resource row) {
  row.status = resources::status::kDeletePending;
  row.updated_at_ms = control.clock.now_ms();
  resources::Resources rows(transaction);
  ATTUNE_TRY_VOID(rows.update(row));
  return ask_for(transaction, control, caller,
                 {.kind = resources::job_kind::kDelete, .subject_arn = row.arn});
}

Result<void> check_settled(const resources::Resource& row) {
  if (resources::status::is_creating(row.status) || resources::status::is_deleting(row.status) ||
      resources::status::is_changing(row.status)) {
    return in_use(row.kind + ' ' + row.arn + " is " + row.status);
  }
  return {};
}

}  // namespace attune::control
