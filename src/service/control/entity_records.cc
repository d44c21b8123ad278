#include "service/control/entity_records.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/record.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/lookup.h"
#include "service/control/schemas.h"

namespace attune::control {
namespace {

using resources::Dataset;
using resources::DatasetSchema;

constexpr std::int64_t kPageRemoved = 5000;

constexpr std::string_view kUpsert =
    "INSERT INTO entity_records (sequence, account_id, dataset_arn, record_id, properties, "
    "updated_at_ms) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (account_id, dataset_arn, record_id) DO UPDATE SET sequence = excluded.sequence, "
    "properties = excluded.properties, updated_at_ms = excluded.updated_at_ms";

Result<void> check_type(const Dataset& dataset, data::DatasetType wanted) {
  if (data::dataset_type_of(dataset.dataset_type) == wanted) return {};
  return invalid_input("datasetArn: the dataset's type is " + dataset.dataset_type + ", not " +
                       std::string(data::upper_name_of(wanted)));
}

Result<std::vector<std::string>> properties_of(const PutRecords& put, const data::Schema& schema) {
  std::vector<std::string> all;
  all.reserve(put.records.size());
  for (const SentRecord& record : put.records) {
    if (record.id.find('\0') != std::string::npos) {
      return invalid_input(record.path + ": the record's id holds a zero byte");
    }
    ATTUNE_TRY(properties, data::read_record(schema, record.properties, record.path));
    all.push_back(std::move(properties));
  }
  return all;
}

Result<void> store(database::Transaction& transaction, const Caller& caller, const PutRecords& put,
                   std::vector<std::string> properties, std::int64_t now_ms) {
  ATTUNE_TRY(first, database::draw_numbers(transaction, "entity_records",
                                           static_cast<std::int64_t>(put.records.size())));
  for (std::size_t i = 0; i < put.records.size(); ++i) {
    ATTUNE_TRY_VOID(transaction.run(
        kUpsert, {first + static_cast<std::int64_t>(i), caller.account_id, put.dataset_arn,
                  put.records[i].id, std::move(properties[i]), now_ms}));
  }
  return {};
}

}  // namespace

Result<void> put_records(const Control& control, const Caller& caller, const PutRecords& put) {
  std::string group;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, get<Dataset>(rows, caller, put.dataset_arn));
    ATTUNE_TRY_VOID(check_type(dataset.value, put.type));
    ATTUNE_TRY_VOID(check_active(Dataset::kKind, put.dataset_arn, dataset.row.status));
    ATTUNE_TRY(schema, get<DatasetSchema>(rows, caller, dataset.value.schema_arn));
    ATTUNE_TRY(parsed, data::parse_schema(schema.value.schema, domain_of(schema.value.domain)));
    ATTUNE_TRY(properties, properties_of(put, parsed));
    group = dataset.value.dataset_group_arn;
    return store(transaction, caller, put, std::move(properties), control.clock.now_ms());
  };
  ATTUNE_TRY_VOID(control.database.write(work));
  if (control.metadata_changed) control.metadata_changed(caller.account_id, group);
  return {};
}

Result<void> remove_records(const Control& control, std::string_view account_id,
                            std::string_view dataset_arn) {
  for (std::int64_t removed = kPageRemoved; removed == kPageRemoved;) {
    ATTUNE_TRY_VOID(control.database.write([&](database::Transaction& transaction) -> Result<void> {
      ATTUNE_TRY_VOID(transaction.run(
          "DELETE FROM entity_records WHERE sequence IN (SELECT sequence FROM entity_records "
          "WHERE account_id = $1 AND dataset_arn = $2 ORDER BY sequence LIMIT $3)",
          {std::string(account_id), std::string(dataset_arn), kPageRemoved}));
      removed = transaction.changed_row_count();
      return {};
    }));
  }
  return {};
}

}  // namespace attune::control
