#include "service/job_kinds/group_data.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "domain/resources/dataset.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/control.h"

namespace attune::job_kinds {
namespace {

using resources::Dataset;
using resources::DatasetImportJob;
using resources::DatasetSchema;

constexpr std::size_t kRowsMax = 100'000;

Result<std::optional<Dataset>> find_dataset(resources::Resources& rows, std::string_view account_id,
                                            std::string_view group, data::DatasetType type) {
  ATTUNE_TRY(listed, rows.list({.account_id = std::string(account_id),
                                .kind = std::string(Dataset::kKind),
                                .region = {},
                                .parent_arn = std::string(group),
                                .limit = kRowsMax}));
  for (const resources::ListedResource& row : listed) {
    ATTUNE_TRY(dataset, resources::view<Dataset>(row.resource));
    if (data::dataset_type_of(dataset.dataset_type) == type) return dataset;
  }
  return std::nullopt;
}

data::Domain domain_of(const DatasetSchema& schema) {
  if (!schema.domain) return data::Domain::kCustom;
  return *schema.domain == "ECOMMERCE" ? data::Domain::kEcommerce : data::Domain::kVideoOnDemand;
}

Result<data::Schema> parsed_schema(resources::Resources& rows, std::string_view account_id,
                                   std::string_view schema_arn) {
  ATTUNE_TRY(schema, resources::find<DatasetSchema>(rows, account_id, schema_arn));
  if (!schema) return not_found(std::string(schema_arn) + " does not exist.");
  return data::parse_schema(schema->value.schema, domain_of(schema->value));
}

Result<std::vector<std::string>> find_segments(const GroupFiles& files, resources::Resources& rows,
                                               std::string_view account_id,
                                               const std::string& dataset_arn) {
  ATTUNE_TRY(listed, rows.list({.account_id = std::string(account_id),
                                .kind = std::string(DatasetImportJob::kKind),
                                .region = {},
                                .parent_arn = dataset_arn,
                                .limit = kRowsMax}));
  std::vector<std::string> newest_first;
  for (const resources::ListedResource& row : listed) {
    ATTUNE_TRY(job, resources::view<DatasetImportJob>(row.resource));
    if (row.resource.status != resources::status::kActive || !job.segment_key) continue;
    newest_first.push_back(files.objects / *job.segment_key);
    if (job.import_mode != "INCREMENTAL") break;
  }
  std::ranges::reverse(newest_first);
  return newest_first;
}

Result<std::vector<data::StreamedEntity>> find_records(database::Transaction& transaction,
                                                       std::string_view account_id,
                                                       const std::string& dataset_arn) {
  ATTUNE_TRY(rows, transaction.run("SELECT record_id, properties FROM entity_records WHERE "
                                   "account_id = $1 AND dataset_arn = $2 ORDER BY sequence",
                                   {std::string(account_id), dataset_arn}));
  std::vector<data::StreamedEntity> records;
  records.reserve(rows.size());
  for (const database::Row& row : rows) {
    records.push_back(
        {.id = std::get<std::string>(row[0]), .properties = std::get<std::string>(row[1])});
  }
  return records;
}

Result<std::shared_ptr<const data::EntityTable>> load_table(const GroupFiles& files,
                                                            std::string_view account_id,
                                                            std::string_view group,
                                                            data::DatasetType type) {
  ATTUNE_TRY(dataset, find_dataset_files(files, account_id, group, type));
  if (!dataset || (dataset->segments.empty() && dataset->records.empty())) return nullptr;
  ATTUNE_TRY(table, data::load_entities(dataset->schema, dataset->segments, dataset->records));
  return std::make_shared<const data::EntityTable>(std::move(table));
}

}  // namespace

std::filesystem::path report_path(const std::filesystem::path& segment) {
  return std::filesystem::path(segment).replace_extension(".report.json");
}

Result<std::optional<DatasetFiles>> find_dataset_files(const GroupFiles& files,
                                                       std::string_view account_id,
                                                       std::string_view dataset_group_arn,
                                                       data::DatasetType type) {
  std::optional<DatasetFiles> found;
  ATTUNE_TRY_VOID(files.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(dataset, find_dataset(rows, account_id, dataset_group_arn, type));
    if (!dataset) return {};
    ATTUNE_TRY(parsed, parsed_schema(rows, account_id, dataset->schema_arn));
    ATTUNE_TRY(segments, find_segments(files, rows, account_id, dataset->dataset_arn));
    ATTUNE_TRY(records, find_records(transaction, account_id, dataset->dataset_arn));
    found = DatasetFiles{.schema = std::move(parsed),
                         .segments = std::move(segments),
                         .records = std::move(records)};
    return {};
  }));
  return found;
}

Result<data::Schema> schema_of(const GroupFiles& files, std::string_view account_id,
                               std::string_view schema_arn) {
  data::Schema schema;
  ATTUNE_TRY_VOID(files.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(parsed, parsed_schema(rows, account_id, schema_arn));
    schema = std::move(parsed);
    return {};
  }));
  return schema;
}

Result<campaigns::GroupMetadata> load_metadata(const GroupFiles& files, std::string_view account_id,
                                               std::string_view dataset_group_arn) {
  ATTUNE_TRY(items, load_table(files, account_id, dataset_group_arn, data::DatasetType::kItems));
  ATTUNE_TRY(users, load_table(files, account_id, dataset_group_arn, data::DatasetType::kUsers));
  return campaigns::GroupMetadata{.items = std::move(items), .users = std::move(users)};
}

}  // namespace attune::job_kinds
