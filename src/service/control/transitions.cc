#include "service/control/transitions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/arn.h"
#include "domain/resources/batch_inference_job.h"
#include "domain/resources/batch_segment_job.h"
#include "domain/resources/data_deletion_job.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_export_job.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/campaign_transitions.h"
#include "service/control/lookup.h"
#include "service/control/updates.h"

namespace attune::control {
namespace {

namespace status = resources::status;
using resources::DatasetImportJob;
using resources::Resource;
using resources::SolutionVersion;

constexpr int kConflictRetriesMax = 5;

std::unexpected<Error> not_possible(const Resource& row, std::string_view step) {
  return failure(ErrorCode::kCancelled,
                 row.arn + " is " + row.status + " and cannot become " + std::string(step));
}

void set_status(Resource& row, std::string_view to, std::string_view reason, std::int64_t now_ms) {
  row.status = to;
  row.failure_reason = reason;
  row.updated_at_ms = now_ms;
}

struct Step {
  std::string_view from;
  std::string_view to;
};

constexpr std::array kBegun{
    Step{.from = status::kCreatePending, .to = status::kCreateInProgress},
    Step{.from = status::kDeletePending, .to = status::kDeleteInProgress},
    Step{.from = status::kUpdatePending, .to = status::kUpdateInProgress},
    Step{.from = status::kStopPending, .to = status::kStopInProgress},
    Step{.from = status::kStartPending, .to = status::kStartInProgress},
    Step{.from = status::kPending, .to = status::kInProgress},
};
constexpr std::array kDone{
    Step{.from = status::kCreatePending, .to = status::kActive},
    Step{.from = status::kCreateInProgress, .to = status::kActive},
    Step{.from = status::kUpdatePending, .to = status::kActive},
    Step{.from = status::kUpdateInProgress, .to = status::kActive},
    Step{.from = status::kStartPending, .to = status::kActive},
    Step{.from = status::kStartInProgress, .to = status::kActive},
    Step{.from = status::kStopPending, .to = status::kInactive},
    Step{.from = status::kStopInProgress, .to = status::kInactive},
    Step{.from = status::kPending, .to = status::kCompleted},
    Step{.from = status::kInProgress, .to = status::kCompleted},
};
// What was there before a change that failed is there still.
constexpr std::array kGivenUp{
    Step{.from = status::kCreatePending, .to = status::kCreateFailed},
    Step{.from = status::kCreateInProgress, .to = status::kCreateFailed},
    Step{.from = status::kDeletePending, .to = status::kCreateFailed},
    Step{.from = status::kDeleteInProgress, .to = status::kCreateFailed},
    Step{.from = status::kUpdatePending, .to = status::kActive},
    Step{.from = status::kUpdateInProgress, .to = status::kActive},
    Step{.from = status::kStopPending, .to = status::kActive},
    Step{.from = status::kStopInProgress, .to = status::kActive},
    Step{.from = status::kStartPending, .to = status::kInactive},
    Step{.from = status::kStartInProgress, .to = status::kInactive},
    Step{.from = status::kPending, .to = status::kFailed},
    Step{.from = status::kInProgress, .to = status::kFailed},
};

template <std::size_t kSize>
const Step* step_from(const std::array<Step, kSize>& steps, std::string_view status) {
  const auto found = std::ranges::find(steps, status, &Step::from);
  return found == steps.end() ? nullptr : &*found;
}
template <std::size_t kSize>
bool is_end_of(const std::array<Step, kSize>& steps, std::string_view status) {
  return std::ranges::find(steps, status, &Step::to) != steps.end();
}

Result<void> to_in_progress(Resource& row, std::int64_t now_ms) {
  ATTUNE_TRY(updating, has_running_update(row));
  if (updating) return set_update_status(row, status::kCreateInProgress, "", now_ms);
  if (const Step* step = step_from(kBegun, row.status)) {
    set_status(row, step->to, "", now_ms);
    return follow_status(row, "");
  }
  if (!is_end_of(kBegun, row.status)) return not_possible(row, "IN_PROGRESS");
  return {};
}

Result<void> to_active(Resource& row, std::int64_t now_ms) {
  ATTUNE_TRY(updating, has_running_update(row));
  if (updating) return set_update_status(row, status::kActive, "", now_ms);
  if (const Step* step = step_from(kDone, row.status)) {
    set_status(row, step->to, "", now_ms);
    return follow_status(row, "");
  }
  if (!is_end_of(kDone, row.status)) return not_possible(row, status::kActive);
  return {};
}

Result<void> to_failed(Resource& row, std::string_view reason, std::int64_t now_ms) {
  ATTUNE_TRY(updating, has_running_update(row));
  if (updating) return set_update_status(row, status::kCreateFailed, reason, now_ms);
  if (row.status == status::kCreateStopping) {
    set_status(row, status::kCreateStopped, "", now_ms);
  } else if (const Step* step = step_from(kGivenUp, row.status)) {
    const bool failed = step->to == status::kCreateFailed || step->to == status::kFailed;
    set_status(row, step->to, failed ? reason : "", now_ms);
    return follow_status(row, reason);
  } else if (row.status != status::kCreateFailed && row.status != status::kFailed &&
             row.status != status::kCreateStopped) {
    return not_possible(row, status::kCreateFailed);
  }
  return {};
}

Result<void> to_stopped(Resource& row, std::int64_t now_ms) {
  if (status::is_creating(row.status)) {
    set_status(row, status::kCreateStopped, "", now_ms);
  } else if (row.status == status::kPending || row.status == status::kInProgress) {
    set_status(row, status::kFailed, "stopped", now_ms);
  } else if (row.status != status::kCreateStopped) {
    return not_possible(row, status::kCreateStopped);
  }
  return {};
}

// What has no deletion of its own goes with what it stands below.
std::vector<std::string_view> child_kinds_of(std::string_view kind) {
  if (kind == resources::Solution::kKind) return {SolutionVersion::kKind};
  if (kind == SolutionVersion::kKind) {
    return {resources::BatchInferenceJob::kKind, resources::BatchSegmentJob::kKind};
  }
  if (kind == resources::Dataset::kKind) {
    return {DatasetImportJob::kKind, resources::DatasetExportJob::kKind};
  }
  if (kind == resources::DatasetGroup::kKind) return {resources::DataDeletionJob::kKind};
  return {};
}

Caller owner_of(const Resource& row) {
  const auto arn = resources::parse_arn(row.arn);
  return {.account_id = row.account_id, .region = arn ? arn->region : ""};
}

Result<void> remove_with_children(resources::Resources& rows, const Resource& row) {
  for (const std::string_view kind : child_kinds_of(row.kind)) {
    std::vector<Resource> children;
    ATTUNE_TRY_VOID(for_each(rows, owner_of(row), kind, row.arn, [&](const Resource& child) {
      children.push_back(child);
      return true;
    }));
    for (const Resource& child : children) {
      ATTUNE_TRY_VOID(remove_with_children(rows, child));
    }
  }
  return rows.remove(row.account_id, row.arn);
}

// Rewrites the typed value inside the row.
template <typename T, typename Edit>
Result<void> edit(Resource& row, Edit apply) {
  ATTUNE_TRY(value, resources::view<T>(row));
  ATTUNE_TRY(tags, resources::tags_of(row));
  apply(value);
  resources::set_document(row, resources::stored_document(value), tags);
  return {};
}

double three_decimals(double value) {
  constexpr double kThousand = 1000.0;
  return std::round(value * kThousand) / kThousand;
}

}  // namespace

Result<void> Transitions::change(std::string_view account_id, std::string_view arn,
                                 const Change& apply) const {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, rows.find(account_id, arn));
    if (!row) return no_such("resource", arn);
    const Resource before = *row;
    ATTUNE_TRY_VOID(apply(transaction, *row));
    if (row->status == before.status && row->body == before.body) return {};
    return rows.update(*row);
  };
  Result<void> outcome;
  for (int attempt = 0; attempt < kConflictRetriesMax; ++attempt) {
    outcome = write_and_wake(control_, work);
    if (outcome || outcome.error().code != ErrorCode::kUnavailable) break;
  }
  return outcome;
}

Result<void> Transitions::mark_in_progress(std::string_view account_id,
                                           std::string_view arn) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) {
    return to_in_progress(row, control_.clock.now_ms());
  });
}

Result<void> Transitions::mark_active(std::string_view account_id, std::string_view arn) const {
  bool stopped = false;
  ATTUNE_TRY_VOID(change(account_id, arn, [&](database::Transaction&, Resource& row) {
    stopped = row.status == status::kCreateStopping;
    return stopped ? to_stopped(row, control_.clock.now_ms())
                   : to_active(row, control_.clock.now_ms());
  }));
  if (stopped) return failure(ErrorCode::kCancelled, std::string(arn) + " was stopped");
  return {};
}

Result<void> Transitions::mark_failed(std::string_view account_id, std::string_view arn,
                                      std::string_view reason) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) {
    return to_failed(row, reason, control_.clock.now_ms());
  });
}

Result<void> Transitions::mark_stopped(std::string_view account_id, std::string_view arn) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) {
    return to_stopped(row, control_.clock.now_ms());
  });
}

Result<void> Transitions::remove(std::string_view account_id, std::string_view arn) const {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, rows.find(account_id, arn));
    if (!row) return {};
    return remove_with_children(rows, *row);
  };
  return control_.database.write(work);
}

Result<void> Transitions::finish_import(std::string_view account_id, std::string_view arn,
                                        const ImportOutcome& outcome) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) -> Result<void> {
    ATTUNE_TRY_VOID(to_active(row, control_.clock.now_ms()));
    return edit<DatasetImportJob>(row, [&](DatasetImportJob& job) {
      job.segment_key = outcome.segment_key;
      job.rows_read = outcome.rows_read;
      job.rows_kept = outcome.rows_kept;
      job.rows_bad = outcome.rows_bad;
    });
  });
}

Result<void> Transitions::finish_training(std::string_view account_id, std::string_view arn,
                                          const TrainingOutcome& outcome) const {
  return change(
      account_id, arn, [&](database::Transaction& transaction, Resource& row) -> Result<void> {
        ATTUNE_TRY_VOID(to_active(row, control_.clock.now_ms()));
        ATTUNE_TRY_VOID(edit<SolutionVersion>(row, [&](SolutionVersion& version) {
          version.training_hours = three_decimals(outcome.training_hours);
          version.metrics = outcome.metrics;
          version.artefact_key = outcome.artefact_key;
          version.data_fingerprint = outcome.data_fingerprint;
          if (outcome.tuned_parameters) {
            version.tuned_hpo_params =
                resources::TunedHpoParams{.algorithm_hyper_parameters = outcome.tuned_parameters};
          }
        }));
        ATTUNE_TRY(version, resources::view<SolutionVersion>(row));
        if (version.training_mode != "FULL") return {};
        return update_followers(transaction, control_, owner_of(row), version);
      });
}

Result<void> Transitions::record_recommender(std::string_view account_id, std::string_view arn,
                                             const TrainingOutcome& outcome) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) -> Result<void> {
    return edit<resources::Recommender>(row, [&](resources::Recommender& recommender) {
      recommender.artefact_key = outcome.artefact_key;
      recommender.model_metrics = outcome.metrics;
    });
  });
}

Result<void> Transitions::finish_purge(std::string_view account_id, std::string_view arn,
                                       std::int64_t rows_deleted) const {
  return change(account_id, arn, [&](database::Transaction&, Resource& row) -> Result<void> {
    ATTUNE_TRY_VOID(to_active(row, control_.clock.now_ms()));
    return edit<resources::DataDeletionJob>(
        row, [&](resources::DataDeletionJob& job) { job.num_deleted = rows_deleted; });
  });
}

}  // namespace attune::control
