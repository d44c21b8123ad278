#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/repository.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"

namespace attune::control {

/// What an import leaves on its job.
struct ImportOutcome {
  std::string segment_key;
  std::int64_t rows_read = 0;
  std::int64_t rows_kept = 0;
  std::int64_t rows_bad = 0;
};

/// What a training leaves on its version.
struct TrainingOutcome {
  double training_hours = 0.0;  // shown with three decimals
  json::StringMap<double> metrics;
  std::string artefact_key;
  std::string data_fingerprint;
  std::optional<json::StringMap<std::string>> tuned_parameters = {};  // found by performHPO
};

/// The status machine of every resource (reference 3.2), for background jobs. Each call is one
/// transaction, may be repeated after a crash, and changes nothing when the state is already
/// reached. Where an update waits or runs beside the status (campaigns, recommenders, solutions)
/// the calls move the update, and the resource stays as it is. kCancelled: the resource was stopped
/// or is in a state from which this step is no longer possible; the job should end. kNotFound: it
/// is gone. Thread-safe.
class Transitions {
 public:
  explicit Transitions(const Control& control) : control_(control) {}

  /// CREATE PENDING to CREATE IN_PROGRESS, DELETE PENDING to DELETE IN_PROGRESS, and so on.
  Result<void> mark_in_progress(std::string_view account_id, std::string_view arn) const;
  /// To ACTIVE, of a stop to INACTIVE, of a data deletion to COMPLETED; what an update asked for
  /// becomes the resource's. A version in CREATE
  /// STOPPING becomes CREATE STOPPED instead (kCancelled).
  Result<void> mark_active(std::string_view account_id, std::string_view arn) const;
  /// To CREATE FAILED (a data deletion: FAILED) with the reason; to what was before for an update,
  /// a start or a stop; or CREATE STOPPED for a version that was being stopped. A deletion that
  /// failed leaves CREATE FAILED, so that it may be asked for again.
  Result<void> mark_failed(std::string_view account_id, std::string_view arn,
                           std::string_view reason) const;
  /// CREATE STOPPING or an unfinished creation to CREATE STOPPED.
  Result<void> mark_stopped(std::string_view account_id, std::string_view arn) const;
  /// Removes the row: with a solution its versions and their batch jobs, with a dataset its import
  /// and export jobs, with a dataset group its data deletion jobs.
  Result<void> remove(std::string_view account_id, std::string_view arn) const;

  /// mark_active together with what the work brought.
  Result<void> finish_import(std::string_view account_id, std::string_view arn,
                             const ImportOutcome& outcome) const;
  /// Campaigns that follow the solution's newest version are updated to it (reference 5.8).
  Result<void> finish_training(std::string_view account_id, std::string_view arn,
                               const TrainingOutcome& outcome) const;
  /// What a recommender's training brought; it is not in service by that.
  Result<void> record_recommender(std::string_view account_id, std::string_view arn,
                                  const TrainingOutcome& outcome) const;
  /// A data deletion job is COMPLETED.
  Result<void> finish_purge(std::string_view account_id, std::string_view arn,
                            std::int64_t rows_deleted) const;

 private:
  using Change = std::function<Result<void>(database::Transaction&, resources::Resource&)>;
  Result<void> change(std::string_view account_id, std::string_view arn, const Change& apply) const;

  const Control& control_;
};

}  // namespace attune::control
