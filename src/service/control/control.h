#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "domain/resources/arn.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"

namespace attune::database {
class Database;
class Transaction;
}  // namespace attune::database

namespace attune::control {

using resources::Caller;

/// Upper bounds of what an account may have (reference 11.7). The service's adjustable ones are
/// higher here: the machine is the user's own.
struct Quotas {
  std::int64_t schemas = 500;
  std::int64_t dataset_groups = 100;
  std::int64_t import_jobs_pending = 5;
  std::int64_t export_jobs_pending = 5;
  std::int64_t batch_jobs_pending = 5;          // of each kind
  std::int64_t data_deletion_jobs_pending = 5;  // per dataset group
  std::int64_t recommenders = 15;
  std::int64_t solutions_per_group = 100;
  std::int64_t solution_versions_pending = 20;
  std::int64_t campaigns_per_group = 100;
  std::int64_t filters_per_group = 100;
};

/// What every control operation works with. Operations are plain functions over it; they are
/// thread-safe, and each is one transaction.
struct Control {
  database::Database& database;
  const Clock& clock;
  Quotas quotas = {};
  std::function<void()> wake_jobs = {};  // after a commit that added jobs; may be empty
  /// After a commit that changed items or users of the group: what is served of them is out of
  /// date. Must not wait; may be empty.
  std::function<void(std::string_view account_id, std::string_view dataset_group_arn)>
      metadata_changed = {};
};

}  // namespace attune::control
