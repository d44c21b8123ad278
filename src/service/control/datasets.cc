#include "service/control/datasets.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/database.h"
#include "service/control/background.h"
#include "service/control/lookup.h"
#include "service/control/schemas.h"
#include "service/control/tagging.h"

namespace attune::control {
namespace {

using data::DatasetType;
using resources::Dataset;
using resources::DatasetGroup;
using resources::DatasetSchema;

bool is_for_custom_groups_only(DatasetType type) {
  return type == DatasetType::kActions || type == DatasetType::kActionInteractions;
}

// The rules that tie a schema to a group and a type.
Result<void> check_fit(const DatasetSchema& schema, const DatasetGroup& group, DatasetType type) {
  const std::string wanted(data::upper_name_of(type));
  if (schema.domain != group.domain) {
    return invalid_input("schemaArn: the schema's domain is " + schema.domain.value_or("none") +
                         ", the dataset group's is " + group.domain.value_or("none"));
  }
  if (group.domain && is_for_custom_groups_only(type)) {
    return invalid_input("datasetType: " + wanted + " needs a dataset group without a domain");
  }
  ATTUNE_TRY(parsed, data::parse_schema(schema.schema, domain_of(schema.domain)));
  if (parsed.dataset_type != type) {
    return invalid_input("schemaArn: the schema is of " +
                         std::string(data::upper_name_of(parsed.dataset_type)) + ", not of " +
                         wanted);
  }
  return {};
}

std::string dataset_arn(const Caller& caller, std::string_view group_name, DatasetType type) {
  return resources::arn_of(caller, Dataset::kKind,
                           std::string(group_name) + '/' + std::string(data::upper_name_of(type)));
}

Dataset new_dataset(const Control& control, const Caller& caller,
                    const CreateDatasetRequest& request, const DatasetGroup& group,
                    DatasetType type) {
  const json::Timestamp now{control.clock.now_ms()};
  Dataset dataset{.name = request.name,
                  .dataset_arn = dataset_arn(caller, group.name, type),
                  .dataset_group_arn = request.dataset_group_arn,
                  .dataset_type = std::string(data::upper_name_of(type)),
                  .schema_arn = request.schema_arn,
                  .status = std::string(resources::status::kCreatePending),
                  .creation_date_time = now,
                  .last_updated_date_time = now};
  if (type == DatasetType::kActionInteractions) dataset.tracking_id = make_uuid();
  return dataset;
}

bool same_column(const data::Column& a, const data::Column& b) {
  return a.name == b.name && a.type == b.type && a.nullable == b.nullable &&
         a.categorical == b.categorical && a.textual == b.textual && a.item_name == b.item_name;
}

// Reference 4.7: what was there stays as it was, what is new may be null.
Result<void> check_replacement(const data::Schema& old, const data::Schema& replacement) {
  for (const data::Column& column : old.columns) {
    const data::Column* kept = replacement.find(column.name);
    if (kept == nullptr || !same_column(column, *kept)) {
      return invalid_input("schemaArn: the field " + column.name +
                           " of the dataset's schema is missing or changed");
    }
  }
  for (const data::Column& column : replacement.columns) {
    if (old.find(column.name) == nullptr && !column.nullable) {
      return invalid_input("schemaArn: the new field " + column.name + " is not nullable");
    }
  }
  return {};
}

Result<bool> is_imported_into(resources::Resources& rows, const Caller& caller,
                              const std::string& arn) {
  return any_of(
      rows, caller, resources::DatasetImportJob::kKind, arn,
      [](const resources::Resource& row) { return resources::status::is_creating(row.status); });
}

Result<void> check_update(resources::Resources& rows, const Caller& caller, const Dataset& dataset,
                          const std::string& schema_arn) {
  const auto type = data::dataset_type_of(dataset.dataset_type);
  if (type != DatasetType::kItems && type != DatasetType::kUsers) {
    return invalid_input("datasetArn: only datasets of ITEMS and USERS take another schema, not " +
                         dataset.dataset_type);
  }
  ATTUNE_TRY(schema, get<DatasetSchema>(rows, caller, schema_arn));
  ATTUNE_TRY(group, get<DatasetGroup>(rows, caller, dataset.dataset_group_arn));
  ATTUNE_TRY_VOID(check_fit(schema.value, group.value, *type));
  ATTUNE_TRY(old, get<DatasetSchema>(rows, caller, dataset.schema_arn));
  ATTUNE_TRY(columns, data::parse_schema(old.value.schema, domain_of(old.value.domain)));
  ATTUNE_TRY(replacement, data::parse_schema(schema.value.schema, domain_of(schema.value.domain)));
  return check_replacement(columns, replacement);
}

// Whether a version of one of the group's solutions or a recommender is in training.
Result<bool> is_training(resources::Resources& rows, const Caller& caller,
                         const std::string& dataset_group_arn) {
  ATTUNE_TRY(recommender, any_of(rows, caller, resources::Recommender::kKind, dataset_group_arn,
                                 [](const resources::Resource& row) {
                                   return resources::status::is_creating(row.status);
                                 }));
  if (recommender) return true;
  return any_of(rows, caller, resources::SolutionVersion::kKind, std::nullopt,
                [&](const resources::Resource& row) {
                  if (!resources::status::is_creating(row.status)) return false;
                  const auto version = resources::view<resources::SolutionVersion>(row);
                  return version && version->dataset_group_arn == dataset_group_arn;
                });
}

}  // namespace

Result<ArnMessage<"datasetArn">> create_dataset(const Control& control, const Caller& caller,
                                                const CreateDatasetRequest& request) {
  const auto type = data::dataset_type_of(request.dataset_type);
  if (!type) {
    return invalid_input("datasetType: " + request.dataset_type +
                         " is none of Interactions, Items, Users, Actions, Action_Interactions");
  }
  ATTUNE_TRY(tags, checked_tags(request.tags));
  std::string arn;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(schema, get<DatasetSchema>(rows, caller, request.schema_arn));
    ATTUNE_TRY(group, get_active<DatasetGroup>(rows, caller, request.dataset_group_arn));
    ATTUNE_TRY_VOID(check_fit(schema.value, group.value, *type));
    const Dataset dataset = new_dataset(control, caller, request, group.value, *type);
    ATTUNE_TRY(existing, rows.find(caller.account_id, dataset.dataset_arn));
    if (existing) {
      return failure(ErrorCode::kAlreadyExists,
                     "the dataset group has a dataset of type " + dataset.dataset_type);
    }
    ATTUNE_TRY_VOID(resources::insert(rows, caller.account_id, dataset, tags));
    arn = dataset.dataset_arn;
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"datasetArn">{arn};
}

Result<ArnMessage<"datasetArn">> update_dataset(const Control& control, const Caller& caller,
                                                const UpdateDatasetRequest& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, get_active<Dataset>(rows, caller, request.dataset_arn));
    ATTUNE_TRY_VOID(check_update(rows, caller, dataset.value, request.schema_arn));
    ATTUNE_TRY(importing, is_imported_into(rows, caller, request.dataset_arn));
    if (importing) return in_use("dataset " + request.dataset_arn + " is being imported into");
    const json::Timestamp now{control.clock.now_ms()};
    dataset.value.status = resources::status::kUpdatePending;
    dataset.value.last_updated_date_time = now;
    dataset.value.latest_dataset_update =
        resources::DatasetUpdateSummary{.schema_arn = request.schema_arn,
                                        .status = std::string(resources::status::kUpdatePending),
                                        .creation_date_time = now,
                                        .last_updated_date_time = now};
    ATTUNE_TRY_VOID(resources::save(rows, dataset));
    return ask_for(transaction, control, caller,
                   {.kind = resources::job_kind::kCreate, .subject_arn = request.dataset_arn});
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return ArnMessage<"datasetArn">{request.dataset_arn};
}

Result<Empty> delete_dataset(const Control& control, const Caller& caller,
                             const ArnMessage<"datasetArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, get<Dataset>(rows, caller, request.arn));
    ATTUNE_TRY_VOID(check_settled(dataset.row));
    ATTUNE_TRY(importing, is_imported_into(rows, caller, request.arn));
    if (importing) return in_use("dataset " + request.arn + " is being imported into");
    ATTUNE_TRY(training, is_training(rows, caller, dataset.value.dataset_group_arn));
    if (training) return in_use("the dataset group of " + request.arn + " is in training");
    return ask_for_deletion(transaction, control, caller, dataset.row);
  };
  ATTUNE_TRY_VOID(write_and_wake(control, work));
  return Empty{};
}

Result<std::optional<Dataset>> find_dataset(resources::Resources& rows, const Caller& caller,
                                            std::string_view dataset_group_arn, DatasetType type) {
  const auto group = resources::parse_arn(dataset_group_arn);
  if (!group) return std::optional<Dataset>{};
  ATTUNE_TRY(found, resources::find<Dataset>(rows, caller.account_id,
                                             dataset_arn(caller, group->tail, type)));
  if (!found) return std::optional<Dataset>{};
  return std::optional(std::move(found->value));
}

Result<std::optional<data::Schema>> find_schema(resources::Resources& rows, const Caller& caller,
                                                std::string_view dataset_group_arn,
                                                DatasetType type) {
  ATTUNE_TRY(dataset, find_dataset(rows, caller, dataset_group_arn, type));
  if (!dataset || dataset->status != resources::status::kActive) {
    return std::optional<data::Schema>{};
  }
  ATTUNE_TRY(schema, get<DatasetSchema>(rows, caller, dataset->schema_arn));
  ATTUNE_TRY(parsed, data::parse_schema(schema.value.schema, domain_of(schema.value.domain)));
  return std::optional(std::move(parsed));
}

}  // namespace attune::control
