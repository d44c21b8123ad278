#include "service/control/dataset_groups.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/dataset.h"
#include "domain/resources/event_tracker.h"
#include "domain/resources/filter.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/metric_attribution.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using resources::DatasetGroup;

Result<void> check_room_for_one_more(resources::Resources& rows, const Control& control,
                                     const Caller& caller) {
  ATTUNE_TRY(count, rows.count(caller.account_id, DatasetGroup::kKind, std::nullopt, {}));
  if (count < control.quotas.dataset_groups) return {};
  return limit_exceeded("at most " + std::to_string(control.quotas.dataset_groups) +
                        " dataset groups");
}

}  // namespace

Result<CreateDatasetGroupResponse> create_dataset_group(const Control& control,
                                                        const Caller& caller,
                                                        const CreateDatasetGroupRequest& request) {
  if (request.role_arn.has_value() != request.kms_key_arn.has_value()) {
    return invalid_input("roleArn, kmsKeyArn: only both together or neither");
  }
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const json::Timestamp now{control.clock.now_ms()};
  const DatasetGroup group{
      .name = request.name,
      .dataset_group_arn = resources::arn_of(caller, DatasetGroup::kKind, request.name),
      .status = std::string(resources::status::kCreatePending),
      .role_arn = request.role_arn,
      .kms_key_arn = request.kms_key_arn,
      .domain = request.domain,
      .creation_date_time = now,
      .last_updated_date_time = now};
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(existing, rows.find(caller.account_id, group.dataset_group_arn));
    if (existing) return name_taken(DatasetGroup::kKind, group.name);
    ATTUNE_TRY_VOID(check_room_for_one_more(rows, control, caller));
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, group, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = group.dataset_group_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return CreateDatasetGroupResponse{.dataset_group_arn = group.dataset_group_arn,
                                    .domain = group.domain};
}

Result<Empty> delete_dataset_group(const Control& control, const Caller& caller,
                                   const ArnMessage<"datasetGroupArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(group, get<DatasetGroup>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(group.row));
    for (const std::string_view kind :
         {resources::Dataset::kKind, resources::Solution::kKind, resources::EventTracker::kKind,
          resources::Filter::kKind, resources::Recommender::kKind,
          resources::MetricAttribution::kKind}) {
      ATTUNE_TRY(count, rows.count(caller.account_id, kind, request.arn, {}));
      if (count > 0) {
        return in_use("dataset group " + request.arn + " still has " + std::to_string(count) + ' ' +
                      std::string(kind) + (count == 1 ? "" : "s"));
      }
    }
    return ask_for_deletion(transaction, control, caller, group.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
