#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/resources/repository.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// Runs `work` in a writing transaction and, once committed, wakes the job runner.
Result<void> write_and_wake(const Control& control,
                            const std::function<Result<void>(database::Transaction&)>& work);

struct WorkOrder {
  std::string_view kind;  // resources::job_kind
  std::string_view subject_arn;
  std::string payload = {};
};
/// Adds a job in the caller's transaction.
Result<void> ask_for(database::Transaction& transaction, const Control& control,
                     const Caller& caller, WorkOrder order);

/// Moves a row to DELETE PENDING and asks for the deletion.
Result<void> ask_for_deletion(database::Transaction& transaction, const Control& control,
                              const Caller& caller, resources::Resource row);

/// kInUse if the row is being created, updated, started, stopped or deleted.
[[nodiscard]] Result<void> check_settled(const resources::Resource& row);

}  // namespace attune::control
