#include "service/control/filters.h"

#include <memory>
#include <optional>
#include <string>

#include "domain/data/schema.h"
#include "domain/filter/filter.h"
#include "domain/resources/batch_inference_job.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/datasets.h"
#include "service/control/lookup.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using data::DatasetType;
using resources::DatasetGroup;
using resources::Filter;

Result<void> check_fields(resources::Resources& rows, const Caller& caller, const Filter& filter,
                          const filter::Expression& expression) {
  const std::string& group = filter.dataset_group_arn;
  ATTUNE_TRY(interactions, find_schema(rows, caller, group, DatasetType::kInteractions));
  ATTUNE_TRY(items, find_schema(rows, caller, group, DatasetType::kItems));
  ATTUNE_TRY(users, find_schema(rows, caller, group, DatasetType::kUsers));
  const filter::Schemas schemas{.interactions = interactions ? &*interactions : nullptr,
                                .items = items ? &*items : nullptr,
                                .users = users ? &*users : nullptr};
  return filter::check(expression, schemas);
}

// CreateFilter has no ResourceInUseException.
Result<void> check_group(resources::Resources& rows, const Caller& caller, const std::string& arn) {
  ATTUNE_TRY(group, get<DatasetGroup>(rows, caller, arn));
  if (group.row.status == resources::status::kActive) return {};
  return invalid_input("dataset group " + arn + " is " + group.row.status + ", not ACTIVE");
}

Result<void> add(resources::Resources& rows, const Control& control, const Caller& caller,
                 const Filter& filter, const std::vector<resources::Tag>& tags) {
  ATTUNE_TRY(existing, rows.find(caller.account_id, filter.filter_arn));
  if (existing) return name_taken(Filter::kKind, filter.name);
  ATTUNE_TRY(count, rows.count(caller.account_id, Filter::kKind, filter.dataset_group_arn, {}));
  if (count >= control.quotas.filters_per_group) {
    return limit_exceeded("at most " + std::to_string(control.quotas.filters_per_group) +
                          " filters per dataset group");
  }
  return resources::insert(rows, caller.account_id, filter, tags);
}

template <typename Job>
Result<bool> is_used_by(resources::Resources& rows, const Caller& caller, const std::string& arn) {
  return any_of(rows, caller, Job::kKind, std::nullopt, [&](const resources::Resource& row) {
    if (!resources::status::is_creating(row.status)) return false;
    const auto job = resources::view<Job>(row);
    return job && job->filter_arn == arn;
  });
}

}  // namespace

Result<ArnMessage<"filterArn">> create_filter(const Control& control, const Caller& caller,
                                              const CreateFilterRequest& request) {
  ATTUNE_TRY(expression, filter::parse(request.filter_expression));
  ATTUNE_TRY(tags, checked_tags(request.tags));
  const json::Timestamp now{control.clock.now_ms()};
  const Filter filter{.name = request.name,
                      .filter_arn = resources::arn_of(caller, Filter::kKind, request.name),
                      .dataset_group_arn = request.dataset_group_arn,
                      .filter_expression = request.filter_expression,
                      .status = std::string(resources::status::kCreatePending),
                      .creation_date_time = now,
                      .last_updated_date_time = now};
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY_VOID(check_group(rows, caller, request.dataset_group_arn));
    ATTUNE_TRY_VOID(check_fields(rows, caller, filter, *expression));
    ATTUNE_TRY_VOID(add(rows, control, caller, filter, tags));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = filter.filter_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"filterArn">{filter.filter_arn};
}

Result<Empty> delete_filter(const Control& control, const Caller& caller,
                            const ArnMessage<"filterArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(filter, get<Filter>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(filter.row));
    ATTUNE_TRY(inferring, is_used_by<resources::BatchInferenceJob>(rows, caller, request.arn));
    if (inferring) return in_use("filter " + request.arn + " is used by a running batch job");
    return ask_for_deletion(transaction, control, caller, filter.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

}  // namespace attune::control
